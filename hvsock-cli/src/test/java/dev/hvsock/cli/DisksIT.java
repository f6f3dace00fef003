package dev.hvsock.cli;

import dev.hvsock.testing.GuestSuite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** What becomes of trees on the kernel's own file systems, in a guest that may mount them. */
@Tag("transfer")
@Timeout(300)
class DisksIT {
  /** The file systems, and what the kernel would load for them if it could by itself. */
  private static final List<String> MODULES =
      List.of(
          "loop", "vfat", "nls_cp437", "nls_ascii", "nls_utf8", "exfat", "crc32c_generic", "ext4");

  @TestFactory
  Stream<DynamicTest> treesOnTheKernelsFileSystems() throws Exception {
    for (String program : List.of("mkfs.vfat", "mkfs.exfat", "mkfs.ext4")) {
      Installed.assume(
          Files.isExecutable(Path.of("/usr/sbin", program)),
          program + " is not installed; try: hvsock-test/lab/setup");
    }
    String path = System.getenv("PATH") + ":/usr/sbin:/sbin"; // a user's own may lack these
    return GuestSuite.of(DisksTest.class)
        .lab(
            lab ->
                lab.modules(MODULES)
                    .memoryMiB(1024)
                    .environment("LC_ALL", "C.UTF-8")
                    .environment("PATH", path))
        .place("on the file systems of the kernel in a guest")
        .run();
  }
}
