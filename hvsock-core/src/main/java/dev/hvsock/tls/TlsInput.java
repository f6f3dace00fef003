package dev.hvsock.tls;

import dev.hvsock.Address;
import dev.hvsock.FlowResetException;
import dev.hvsock.engine.Attempt;
import dev.hvsock.engine.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Takes records apart as they come; where one is not all here, it goes on when there is more.
 *
 * <p>Guarded by the lock of the flow's input, but for {@link #check}.
 */
final class TlsInput {
  /** How often more is fetched for one byte to give, from a peer that sends records without any. */
  private static final int MAX_FETCHES = 4;

  /** How much is fetched in one go of a peer that sends much. */
  private static final int BULK_BYTES = 64 * 1024;

  private final SSLEngine engine;
  private final Source source;
  private final Answers answers;
  private final Address address;
  // What has come and was not taken apart yet, from its position to its limit.
  private ByteBuffer arrived;
  // What was taken apart and did not fit where it should go.
  private ByteBuffer plain = ByteBuffer.allocate(0);
  private boolean ended;
  private volatile @Nullable SSLException broken;
  private volatile boolean cutOff;

  /** Where the records come from. */
  interface Source {
    /** As {@code receive} of a flow does. */
    int receive(ByteBuffer dst) throws IOException;
  }

  /** Who sends what the engine has to say about what has come. */
  interface Answers {
    /** Sends it. */
    void send() throws IOException;
  }

  /**
   * One that goes on where the handshake has stopped.
   *
   * @param arrived what has come beyond the handshake
   */
  TlsInput(SSLEngine engine, ByteBuffer arrived, Source source, Answers answers, Address address) {
    this.engine = engine;
    this.arrived = arrived;
    this.source = source;
    this.answers = answers;
    this.address = address;
  }

  /** Fails if what came was not for this end to understand, or broke off. */
  void check(String operation) throws IOException {
    SSLException cause = broken;
    if (cause != null) {
      throw Mishap.of(cause).failure(operation, address, cause);
    }
    if (cutOff) {
      throw new FlowResetException(
          Failures.message(
              operation,
              address,
              "the peer is gone without the goodbye of TLS, so that this may not be all"
                  + " (ECONNRESET)"));
    }
  }

  /**
   * Takes bytes of what the peer writes.
   *
   * @param dst has room
   * @return as {@code receive} of a flow does
   */
  int receive(ByteBuffer dst) throws IOException {
    if (plain.hasRemaining()) {
      return move(dst);
    }
    int start = dst.position();
    for (int fetches = 0; ; fetches++) {
      unwrapArrived(dst);
      int n = dst.position() - start;
      if (n > 0) {
        return n;
      }
      if (plain.hasRemaining()) {
        return move(dst);
      }
      check("read");
      if (ended) {
        return Attempt.END;
      }
      // Nothing that was fetched is left to look at here: only what has not been wakes a reader.
      if (fetches == MAX_FETCHES || !fetch()) {
        return Attempt.WOULD_BLOCK; // so that time limits and ends are looked at in between
      }
    }
  }

  /** Takes notice of what the peer says now, unless bytes stand before it. */
  void look() throws IOException {
    if (!plain.hasRemaining() && !ended && !cutOff && broken == null) {
      ByteBuffer none = ByteBuffer.allocate(0);
      unwrapArrived(none);
      if (!plain.hasRemaining() && !ended && broken == null && fetch()) {
        unwrapArrived(none);
      }
    }
  }

  private int move(ByteBuffer dst) {
    int n = Math.min(plain.remaining(), dst.remaining());
    dst.put(dst.position(), plain, plain.position(), n).position(dst.position() + n);
    plain.position(plain.position() + n);
    return n;
  }

  /** Takes apart what has come, as far as there is room; what has failed is for {@link #check}. */
  private void unwrapArrived(ByteBuffer dst) throws IOException {
    try {
      while (!ended && broken == null && unwrap(dst)) {}
    } catch (SSLException e) {
      broken = e;
      tellPeer();
    }
  }

  /** The engine has an alert to send, which says why. */
  private void tellPeer() {
    try {
      answers.send();
    } catch (IOException e) {
      System.getLogger("dev.hvsock").log(System.Logger.Level.DEBUG, "an alert is not sent", e);
    }
  }

  /** Gives whether there may be more to take apart. */
  private boolean unwrap(ByteBuffer dst) throws IOException {
    SSLEngineResult result = engine.unwrap(arrived, dst);
    return switch (result.getStatus()) {
      case OK -> {
        follow(result.getHandshakeStatus());
        yield dst.hasRemaining() || result.bytesProduced() == 0;
      }
      case BUFFER_OVERFLOW -> unwrapAside();
      case BUFFER_UNDERFLOW -> false;
      case CLOSED -> {
        ended = true;
        yield false;
      }
    };
  }

  /**
   * For a record that may hold more than there is room for. If it holds nothing, as new keys do,
   * those behind it are to be taken apart too.
   */
  private boolean unwrapAside() throws IOException {
    int most = engine.getSession().getApplicationBufferSize();
    ByteBuffer aside = plain.capacity() < most ? ByteBuffer.allocate(most) : plain.clear();
    plain = aside;
    try {
      SSLEngineResult result = engine.unwrap(arrived, aside);
      ended = result.getStatus() == SSLEngineResult.Status.CLOSED;
      follow(result.getHandshakeStatus());
      return result.getStatus() == SSLEngineResult.Status.OK && aside.position() == 0;
    } finally {
      aside.flip();
    }
  }

  /** New keys are the only thing that the peers of TLS 1.3 talk about after the handshake. */
  private void follow(HandshakeStatus status) throws IOException {
    if (status == HandshakeStatus.NEED_TASK) {
      Handshake.runTasks(engine);
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      answers.send();
    }
  }

  /** Gives whether something has come. */
  private boolean fetch() throws IOException {
    makeRoom();
    int n;
    try {
      n = source.receive(arrived);
    } finally {
      arrived.flip();
    }
    if (n == Attempt.END) {
      cutOff = true;
      check("read");
    }
    return n > 0;
  }

  private void makeRoom() {
    boolean wasFull = arrived.limit() == arrived.capacity();
    int least = engine.getSession().getPacketBufferSize();
    if (arrived.capacity() < least || (wasFull && arrived.capacity() < BULK_BYTES)) {
      arrived = ByteBuffer.allocate(Math.max(least, BULK_BYTES)).put(arrived);
    } else {
      arrived.compact();
    }
  }
}
