/**
 * What users put in their own tests of programs that speak over flows.
 *
 * <p>Start at {@link dev.hvsock.testing.Connected} to test a program that uses flows, at {@link
 * dev.hvsock.testing.VirtualNetwork} to give it a network without a kernel, at {@link
 * dev.hvsock.testing.FaultyFlow} to make it meet with bad luck, at {@link
 * dev.hvsock.testing.FlowContract} to prove flows of your own, at {@link
 * dev.hvsock.testing.GuestLab} to use real AF_VSOCK.
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
