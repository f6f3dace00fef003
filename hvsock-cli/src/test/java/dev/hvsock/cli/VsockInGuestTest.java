package dev.hvsock.cli;

import dev.hvsock.testing.GuestSuite;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tool on real AF_VSOCK, in a guest, with other people's programs at the other end. What lasts
 * longest begins first: classes run in the order of their names, from Z to A.
 */
class VsockInGuestTest {
  @TestFactory
  Stream<DynamicTest> toolOnRealVsock(@TempDir Path folder) throws Exception {
    // An emulated processor is long about many bytes, and there is nothing new in them.
    return GuestSuite.of(VsockPeerTest.class)
        .jvmOptions(PackedTool.in(folder).asProperty(), "-D" + PeerCases.SIZE_PROPERTY + "=2")
        .run();
  }
}
