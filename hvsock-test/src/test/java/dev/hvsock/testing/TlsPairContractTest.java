package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.Tls;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Without a kernel, whose buffers would hide what is kept back. */
@Tag("concurrent")
class TlsPairContractTest implements FlowContract {
  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Tls tls;

  @BeforeAll
  static void makeCertificates() throws IOException {
    Certificates certificates = Certificates.in(folder);
    certificates.make("both");
    tls = certificates.tls("both");
  }

  @Override
  public FlowPair connectedPair() throws IOException {
    return Certificates.secured(Flows.pair(), tls, tls);
  }
}
