package dev.hvsock.tls;

import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import dev.hvsock.engine.DuplexFlow;
import dev.hvsock.engine.LayeredFlow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * A flow whose bytes and ends are TLS 1.3 records in another flow.
 *
 * <p>A direction ends by close_notify, which in TLS 1.3 says nothing of the other one; the flow
 * below need not be able to end one of its directions. Its end without a close_notify is a reset.
 */
public final class TlsFlow extends LayeredFlow {
  private final SSLEngine engine;
  private final Optional<Bridge> bridge;
  private final TlsInput incoming;
  private final TlsOutput outgoing;
  // Guarded by the lock of the input.
  private boolean inputEnded;

  private TlsFlow(DuplexFlow below, Optional<Bridge> bridge, SSLEngine engine, ByteBuffer arrived) {
    super(below);
    this.bridge = bridge;
    this.engine = engine;
    this.incoming =
        new TlsInput(engine, arrived, this::receiveBelow, this::answer, remoteAddress());
    this.outgoing = new TlsOutput(engine, new Below());
  }

  /**
   * Makes one, by a handshake with the peer. Blocks until that is done.
   *
   * @param flow of any kind; taken over, also if this fails
   * @param engine has not begun yet
   * @param limit how long the handshake may take
   */
  public static TlsFlow over(Flow flow, SSLEngine engine, Duration limit) throws IOException {
    Optional<Bridge> bridge =
        flow instanceof DuplexFlow ? Optional.empty() : Optional.of(new Bridge(flow));
    DuplexFlow below = bridge.map(Bridge::near).orElseGet(() -> (DuplexFlow) flow);
    boolean done = false;
    try {
      ByteBuffer arrived = new Handshake(below, engine, limit).run();
      TlsFlow secured = new TlsFlow(below, bridge, engine, arrived);
      secured.own();
      done = true;
      return secured;
    } finally {
      if (!done) {
        below.abort();
        bridge.ifPresent(Bridge::close);
      }
    }
  }

  /** The certificate that the peer has shown. */
  public X509Certificate peerCertificate() {
    try {
      return (X509Certificate) engine.getSession().getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException e) {
      throw new IllegalStateException("the handshake let a peer without a certificate through", e);
    }
  }

  private final class Below implements TlsOutput.Sink {
    @Override
    public int send(ByteBuffer src) throws IOException {
      return sendBelow(src);
    }

    @Override
    public int settle() throws IOException {
      return settleBelow();
    }
  }

  /** Says what a reader has found to be said; whether that arrives is for a writer to find out. */
  private void answer() throws IOException {
    try {
      outgoing.sendAnswers();
    } catch (ClosedChannelException | FlowResetException e) {
      // The peer is gone, or reads no more.
    }
    leaveSending();
  }

  @Override
  protected int receive(ByteBuffer dst) throws IOException {
    try {
      return incoming.receive(dst);
    } catch (SSLException e) {
      if (isOpen()) {
        throw e;
      }
      return END; // for whoever closes, and reads only to see the peer go
    }
  }

  @Override
  protected int send(ByteBuffer src) throws IOException {
    incoming.check("write");
    try {
      int n = outgoing.send(src);
      if (n == WOULD_BLOCK) {
        incoming.check("write"); // for an engine that takes no more, which a reader has seen why
      }
      return n;
    } catch (ClosedChannelException | FlowResetException e) {
      look(); // the peer may have said why
      throw e;
    }
  }

  @Override
  protected void probePeer() throws IOException {
    look();
    outgoing.alone(this::probeBelow);
  }

  /** Fails if the peer has said that it gives up. */
  private void look() throws IOException {
    ifNobodyReads(
        () -> {
          if (!inputEnded) {
            incoming.look();
          }
        });
    incoming.check("write");
  }

  @Override
  protected boolean keeps() {
    return outgoing.keeps();
  }

  @Override
  protected int sendKept() throws IOException {
    return outgoing.settle();
  }

  @Override
  protected int settle() throws IOException {
    return sendKept();
  }

  /** TLS has no word for this, but the transport may. */
  @Override
  protected void endInput() throws IOException {
    inputEnded = true;
    endInputBelow();
  }

  /** Where the peer takes no word any more, the transport may tell it nevertheless. */
  @Override
  protected void endOutput() throws IOException {
    try {
      outgoing.end();
    } catch (ClosedChannelException | FlowResetException e) {
      endOutputBelow();
    }
    leaveSending();
  }

  @Override
  protected void free(boolean abruptly) {
    outgoing.discard();
    super.free(abruptly);
    bridge.ifPresent(abruptly ? Bridge::abort : Bridge::close);
  }
}
