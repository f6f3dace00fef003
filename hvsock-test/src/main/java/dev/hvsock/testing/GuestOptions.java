package dev.hvsock.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a guest is given; checked, immutable. */
record GuestOptions(
    int memoryMiB,
    int cpus,
    List<String> modules,
    Duration limit,
    Map<String, String> environment) {
  private static final Pattern MODULE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");
  private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  // After the patterns, which its checks use.
  static final GuestOptions DEFAULT =
      new GuestOptions(2048, 2, List.of("vsock_loopback"), Duration.ofMinutes(5), Map.of());

  GuestOptions {
    modules = List.copyOf(modules);
    environment = Map.copyOf(environment);
    require(memoryMiB > 0, "memory in MiB", memoryMiB);
    require(cpus > 0, "number of CPUs", cpus);
    require(limit.isPositive(), "limit", limit);
    for (String name : modules) {
      require(MODULE_NAME.matcher(name).matches(), "module", name);
    }
    for (String name : environment.keySet()) {
      require(VARIABLE_NAME.matcher(name).matches(), "environment variable", name);
    }
  }

  GuestOptions withMemoryMiB(int memoryMiB) {
    return new GuestOptions(memoryMiB, cpus, modules, limit, environment);
  }

  GuestOptions withCpus(int cpus) {
    return new GuestOptions(memoryMiB, cpus, modules, limit, environment);
  }

  GuestOptions withModules(List<String> modules) {
    return new GuestOptions(memoryMiB, cpus, modules, limit, environment);
  }

  GuestOptions withLimit(Duration limit) {
    return new GuestOptions(memoryMiB, cpus, modules, limit, environment);
  }

  GuestOptions withEnvironment(String name, String value) {
    var more = new TreeMap<>(environment);
    more.put(name, value);
    return new GuestOptions(memoryMiB, cpus, modules, limit, more);
  }

  private static void require(boolean valid, String what, Object value) {
    if (!valid) {
      throw new IllegalArgumentException("guest's " + what + ": " + value);
    }
  }
}
