package dev.hvsock.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A platform that core binds, and the compiler that has its headers.
 *
 * @param properties how a JVM there differs from this one, as far as binding classes care
 * @param written what there is to claim beside the bindings
 * @param unconfirmed the constants that the compiler's headers lack
 */
record Platform(
    String name,
    String bindingPackage,
    Map<String, String> properties,
    Toolchain toolchain,
    Supplier<List<Claim>> written,
    Set<String> unconfirmed) {

  static final Platform LINUX =
      new Platform(
          "linux", "dev.hvsock.linux", Map.of(), Toolchain.LINUX, WrittenBytes::onLinux, Set.of());

  static final Platform LINUX_AARCH64 =
      new Platform(
          "linux-aarch64",
          "dev.hvsock.linux",
          Map.of("os.arch", "aarch64"),
          Toolchain.LINUX_AARCH64,
          WrittenBytes::onLinux,
          Set.of());

  /** What captures are written in, on every system. */
  static final Platform CAPTURE =
      new Platform(
          "capture",
          "dev.hvsock.capture",
          Map.of(),
          Toolchain.LINUX,
          WrittenBytes::inCaptures,
          Set.of());

  static final Platform WINDOWS =
      new Platform(
          "windows",
          "dev.hvsock.windows",
          Map.of("dev.hvsock.winsock", anyLibrary()),
          Toolchain.WINDOWS,
          WrittenBytes::onWindows,
          Set.of(
              "Winsock.AF_HYPERV",
              "Winsock.TCP_KEEPIDLE",
              "Winsock.TCP_KEEPCNT",
              "Winsock.TCP_KEEPINTVL"));

  /** The Windows bindings open the library that stands in for Winsock, but link nothing in it. */
  private static String anyLibrary() {
    return Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("java"))
        .toString();
  }

  /** The compiler; skips the test, or fails it, where there is none. */
  CCompiler compiler() {
    return toolchain.orSkip();
  }

  /** Everything that core says of C there. */
  Bindings bindings() {
    Bindings read = PlatformLoader.read(bindingPackage, properties);
    return new Bindings(
        read.headers(), Stream.concat(read.claims().stream(), written.get().stream()).toList());
  }

  /** What core says of C there and the headers can confirm. */
  Bindings confirmed() {
    Bindings all = bindings();
    Predicate<Claim> isUnconfirmed = claim -> unconfirmed.contains(claim.item());
    return new Bindings(
        all.headers(), all.claims().stream().filter(isUnconfirmed.negate()).toList());
  }

  /**
   * Fails unless C says the same of everything but of what is listed as unconfirmed, and nothing at
   * all of that.
   */
  void compare() throws IOException {
    Path file = Path.of("target", "headers", name + ".c");
    List<Difference> differences = compiler().compare(bindings(), file);
    assertEquals(
        List.of(), differences.stream().filter(d -> !d.isUndeclared()).toList(), "see " + file);
    assertEquals(
        new TreeSet<>(unconfirmed),
        differences.stream()
            .map(d -> d.claim().item())
            .collect(Collectors.toCollection(TreeSet::new)),
        "what no header of " + compiler().command() + " declares; correct the list of unconfirmed");
    System.out.println(name + ": compared by " + compiler().command() + ": " + counts());
    if (!unconfirmed.isEmpty()) {
      System.out.println(
          name + ": unconfirmed by a header: " + String.join(", ", new TreeSet<>(unconfirmed)));
    }
  }

  private String counts() {
    return confirmed().claims().stream()
        .collect(Collectors.groupingBy(Claim::kind, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(count -> count.getValue() + " " + count.getKey().plural())
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name;
  }
}
