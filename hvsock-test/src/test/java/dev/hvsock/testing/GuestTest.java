package dev.hvsock.testing;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The contracts on real AF_VSOCK, in a guest: the rung of the proof above flows inside one machine.
 * It takes longest, and goes on beside all others that want the machine for themselves: the guest
 * gets what processor time they leave.
 */
@Execution(ExecutionMode.CONCURRENT)
class GuestTest {
  @TestFactory
  Stream<DynamicTest> onRealVsock() throws IOException {
    return GuestSuite.of(
            VsockContractTest.class,
            VsockOptionsTest.class,
            VsockCaptureTest.class,
            VsockFramedTest.class,
            VsockParametersTest.class,
            VsockStormTest.class,
            ForwardEndsTest.class,
            ForwardResetTest.class)
        .jvmOptions(
            "-D" + ForwardTransport.ONLY + "=" + ForwardTransport.VSOCK, "-Dhvsock.slack=16")
        .run();
  }
}
