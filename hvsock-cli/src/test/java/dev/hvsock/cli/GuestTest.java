package dev.hvsock.cli;

import dev.hvsock.testing.GuestSuite;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tool on real AF_VSOCK, in a guest, with other people's programs at the other end. */
class GuestTest {
  @TestFactory
  Stream<DynamicTest> toolOnRealVsock() throws IOException {
    return GuestSuite.of(VsockPeerTest.class).run();
  }
}
