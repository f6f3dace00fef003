package dev.hvsock.testing;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The contracts on real AF_VSOCK, in a guest: the rung of the proof above flows inside one machine.
 * It takes longest, and so begins first.
 */
@Tag("concurrent")
@Order(1)
class GuestTest {
  @TestFactory
  Stream<DynamicTest> onRealVsock() throws IOException {
    return GuestSuite.of(
            VsockContractTest.class,
            VsockOptionsTest.class,
            VsockFramedTest.class,
            VsockStormTest.class,
            ForwardEndsTest.class,
            ForwardResetTest.class)
        .jvmOptions(
            "-D" + ForwardTransport.ONLY + "=" + ForwardTransport.VSOCK, "-Dhvsock.slack=16")
        .run();
  }
}
