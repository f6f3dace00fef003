package dev.hvsock.testing;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contracts on the Windows backend, over a library that stands in for Windows' sockets: the
 * rung of the proof that every build climbs.
 */
@Tag("concurrent")
@Order(1) // of those that last longest
class StandInTest {
  @TestFactory
  Stream<DynamicTest> onTheWindowsBackend(@TempDir Path directory) throws Exception {
    return new StandInSuite(
            StandIn.compile(directory),
            HypervOnStandInContractTest.class,
            VsockOnStandInContractTest.class,
            TcpOnStandInContractTest.class,
            FramedOnStandInContractTest.class,
            UnixContractTest.class,
            EngineWaitTest.class)
        .run(directory);
  }
}
