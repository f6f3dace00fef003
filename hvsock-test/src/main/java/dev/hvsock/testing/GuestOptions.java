package dev.hvsock.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a guest is given; checked, immutable. */
record GuestOptions(
    int memoryMiB,
    int cpus,
    List<String> modules,
    GuestLink link,
    Duration limit,
    Map<String, String> environment) {
  private static final Pattern MODULE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");
  private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  // After the patterns, which its checks use.
  static final GuestOptions DEFAULT =
      new GuestOptions(
          2048, 2, List.of("vsock_loopback"), GuestLink.NONE, Duration.ofMinutes(5), Map.of());

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
    return new GuestOptions(memoryMiB, cpus, modules, link, limit, environment);
  }

  GuestOptions withCpus(int cpus) {
    return new GuestOptions(memoryMiB, cpus, modules, link, limit, environment);
  }

  GuestOptions withModules(List<String> modules) {
    return new GuestOptions(memoryMiB, cpus, modules, link, limit, environment);
  }

  GuestOptions withLink(GuestLink link) {
    return new GuestOptions(memoryMiB, cpus, modules, link, limit, environment);
  }

  GuestOptions withLimit(Duration limit) {
    return new GuestOptions(memoryMiB, cpus, modules, link, limit, environment);
  }

  GuestOptions withEnvironment(String name, String value) {
    var more = new TreeMap<>(environment);
    more.put(name, value);
    return new GuestOptions(memoryMiB, cpus, modules, link, limit, more);
  }

  /** The modules that were asked for, and those that the link needs. */
  List<String> allModules() {
    return Stream.concat(modules.stream(), link.modules().stream()).distinct().toList();
  }

  private static void require(boolean valid, String what, Object value) {
    if (!valid) {
      throw new IllegalArgumentException("guest's " + what + ": " + value);
    }
  }
}
