/**
 * What users put in their own tests of programs that speak over flows.
 *
 * <p>Start at {@link dev.hvsock.testing.FlowContract} to prove flows of your own, at {@link
 * dev.hvsock.testing.GuestLab} to use real AF_VSOCK, at {@link dev.hvsock.testing.VirtualNetwork}
 * to use nothing of the system.
 */
module dev.hvsock.testing {
  requires transitive dev.hvsock;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;
  requires java.management;
  requires java.xml;
  requires jdk.management;
  requires static org.jspecify;
  requires static org.junit.platform.launcher;

  exports dev.hvsock.testing;

  provides dev.hvsock.spi.Transport with
      dev.hvsock.testing.network.MemoryTransport;

  opens dev.hvsock.testing to
      org.junit.platform.commons;
}
