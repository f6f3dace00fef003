package dev.hvsock.cli;

import dev.hvsock.Flow;
import dev.hvsock.Tls;
import java.io.IOException;
import java.util.Optional;

/**
 * TLS for the flows of a command, or none.
 *
 * @param tls how
 */
record Security(Optional<Tls> tls) {
  /** Flows stay what they are. */
  static final Security NONE = new Security(Optional.empty());

  /** Whether flows stay what they are. */
  boolean isNone() {
    return tls.isEmpty();
  }

  /** Takes over a flow that was connected, also if this fails; blocks for the handshake. */
  Flow connected(Flow flow) throws IOException {
    return isNone() ? flow : tls.get().client(flow);
  }

  /** Takes over a flow that was accepted, also if this fails; blocks for the handshake. */
  Flow accepted(Flow flow) throws IOException {
    return isNone() ? flow : tls.get().server(flow);
  }

  /** What there is to say of who has the other end of a flow that was taken over. */
  String peer(Flow flow) {
    return isNone()
        ? ""
        : ", who is "
            + Printable.text(Tls.peerCertificate(flow).getSubjectX500Principal().getName());
  }
}
