package dev.hvsock.cli.windows;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which Windows this is.
 *
 * @param name such as {@code Windows 11 24H2}
 * @param build such as 26100; empty if it cannot be found out
 */
public record WindowsVersion(String name, OptionalInt build) {
  /** The first build whose AF_HYPERV half-closes. */
  public static final int HALF_CLOSES = 14393;

  static WindowsVersion look(Registry registry) throws IOException {
    Map<String, String> values =
        registry.read(Registry.WINDOWS).stream()
            .filter(key -> key.path().equalsIgnoreCase(Registry.WINDOWS))
            .findFirst()
            .orElseGet(() -> new RegistryKey(Registry.WINDOWS))
            .values();
    String build = values.getOrDefault("CurrentBuild", "");
    String release = values.getOrDefault("DisplayVersion", "");
    return new WindowsVersion(
        (System.getProperty("os.name") + " " + release).strip(),
        build.matches("\\d{4,6}") ? OptionalInt.of(Integer.parseInt(build)) : OptionalInt.empty());
  }

  @Override
  public String toString() {
    return name + (build.isPresent() ? ", build " + build.getAsInt() : ", build unknown");
  }
}
