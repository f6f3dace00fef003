package dev.hvsock.wine;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contracts of flows and listeners on a Windows JVM, over Winsock. */
class ContractIT {
  @TestFactory
  Stream<DynamicTest> overTcpOnWinesOwnWinsock() throws Exception {
    try (Wine wine = Wine.openOrSkip()) {
      return new WineSuite(WindowsJava.in(wine), "AF_INET on Wine's own Winsock")
          .run(TcpContractTest.class);
    }
  }

  @TestFactory
  Stream<DynamicTest> overAnEmulatedHyperV() throws Exception {
    try (Wine wine = Wine.openOrSkip()) {
      return new WineSuite(WindowsJava.in(wine).onHost(), "AF_HYPERV, emulated")
          .run(HypervContractTest.class);
    }
  }

  @TestFactory
  Stream<DynamicTest> overAnEmulatedHyperVByVsockAddresses() throws Exception {
    try (Wine wine = Wine.openOrSkip()) {
      return new WineSuite(WindowsJava.in(wine).onHost(), "vsock addresses on AF_HYPERV, emulated")
          .run(VsockContractTest.class);
    }
  }
}
