package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.Tls;
import java.io.IOException;

/** What classes that run the contract over TLS have in common: certificates. */
abstract class TlsSupply implements FlowSupply {
  private static final Tls TLS = Certificates.ofBothEnds();

  /** The two ends of a new stream, which is to be secured. */
  abstract FlowPair pairBelow() throws IOException;

  @Override
  public FlowPair connectedPair() throws IOException {
    return Certificates.secured(pairBelow(), TLS, TLS);
  }
}
