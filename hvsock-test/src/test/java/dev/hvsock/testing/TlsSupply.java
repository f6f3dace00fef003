package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.Tls;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What classes that run the contract over TLS have in common: certificates. */
abstract class TlsSupply implements FlowSupply {
  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Tls tls;

  @BeforeAll
  static void makeCertificates() throws IOException {
    tls = Certificates.ofBothEnds(folder);
  }

  /** The two ends of a new stream, which is to be secured. */
  abstract FlowPair pairBelow() throws IOException;

  @Override
  public FlowPair connectedPair() throws IOException {
    return Certificates.secured(pairBelow(), tls, tls);
  }
}
