package dev.hvsock.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bindings of Linux agree with glibc's and the kernel's headers. */
class LinuxHeadersTest {
  private static final String BINDINGS = "dev.hvsock.linux";

  @Test
  void onThisMachine() throws IOException {
    compare(
        Bindings.of(CoreClasses.in(BINDINGS, getClass().getClassLoader())),
        Toolchain.LINUX.orSkip(),
        "linux");
  }

  @Test
  void onAArch64() throws IOException {
    compare(
        ArchitectureLoader.read(BINDINGS, "aarch64"),
        Toolchain.LINUX_AARCH64.orSkip(),
        "linux-aarch64");
  }

  @Test
  void onlyEpollEventDiffersBetweenTheArchitectures(@TempDir Path temporary) throws IOException {
    List<Difference> differences =
        Toolchain.LINUX_AARCH64
            .orSkip()
            .compare(ArchitectureLoader.read(BINDINGS, "amd64"), temporary.resolve("mixed.c"));
    assertEquals(
        List.of(
            "Structs.EpollEvent.SIZEOF is 12 in Java, in C: 16",
            "Structs.EpollEvent.data is 4 in Java, in C: 8"),
        differences.stream().map(Difference::toString).toList());
  }

  private static void compare(Bindings bindings, CCompiler compiler, String name)
      throws IOException {
    Path file = Path.of("target", "headers", name + ".c");
    assertEquals(List.of(), compiler.compare(bindings, file), () -> "see " + file);
    String counts =
        bindings.claims().stream()
            .collect(Collectors.groupingBy(Claim::kind, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(count -> count.getValue() + " " + count.getKey().plural())
            .collect(Collectors.joining(", "));
    System.out.println(name + ": compared by " + compiler.command() + ": " + counts);
  }
}
