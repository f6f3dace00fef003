package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.testing.GuestSuite;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The tool on real AF_VSOCK, in a guest, with other people's programs at the other end. After
 * packaging, as the start-up cache is of a jar: without it each start of the tool takes three times
 * as long there.
 */
class GuestIT {
  private static final Path LAUNCHER = Path.of("..", "hvsock").toAbsolutePath().normalize();

  @TestFactory
  Stream<DynamicTest> toolOnRealVsock() throws Exception {
    return GuestSuite.of(VsockPeerTest.class)
        .jvmOptions("-D" + Tool.CACHE + "=" + startUpCache())
        .run();
  }

  /** What the launcher keeps for this JDK, made by starting it. */
  private static Path startUpCache() throws Exception {
    try (Tool launcher = Tool.program(List.of(LAUNCHER.toString(), "--version"))) {
      Tool.End end = launcher.end();
      assertEquals(0, end.code(), end.talk());
    }
    Path jdk = Path.of(System.getProperty("java.home")).getFileName();
    return Path.of("target", jdk + ".aot").toAbsolutePath();
  }
}
