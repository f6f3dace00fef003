package dev.hvsock.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bindings of Linux agree with glibc's and the kernel's headers. */
class LinuxHeadersTest {
  @Test
  void onThisMachine() throws IOException {
    Platform.LINUX.compare();
  }

  @Test
  void onAArch64() throws IOException {
    Platform.LINUX_AARCH64.compare();
  }

  @Test
  void whatCapturesAreWrittenIn() throws IOException {
    Platform.CAPTURE.compare();
  }

  @Test
  void onlyEpollEventDiffersBetweenTheArchitectures(@TempDir Path temporary) throws IOException {
    Bindings ofX64 =
        PlatformLoader.read(Platform.LINUX.bindingPackage(), Map.of("os.arch", "amd64"));
    List<Difference> differences =
        Platform.LINUX_AARCH64.compiler().compare(ofX64, temporary.resolve("mixed.c"));
    assertEquals(
        List.of(
            "Structs.EpollEvent.SIZEOF is 12 in Java, in C: 16",
            "Structs.EpollEvent.data is 4 in Java, in C: 8"),
        differences.stream().map(Difference::toString).toList());
  }
}
