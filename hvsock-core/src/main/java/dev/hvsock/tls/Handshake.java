package dev.hvsock.tls;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import dev.hvsock.engine.Failures;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** The handshake of TLS, on a flow that nobody else uses yet. */
final class Handshake {
  private static final String OPERATION = "handshake";
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Flow flow;
  private final SSLEngine engine;
  private final Duration limit;
  private final Address address;
  private final long start = System.nanoTime();
  private final ByteBuffer leaving;
  // What has come and was not taken apart yet, from its position to its limit.
  private ByteBuffer arrived;
  private boolean begun;

  /**
   * One that has not begun.
   *
   * @param limit how long all of it may take
   */
  Handshake(Flow flow, SSLEngine engine, Duration limit) {
    this.flow = flow;
    this.engine = engine;
    this.limit = limit;
    this.address = flow.remoteAddress();
    this.leaving = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    this.arrived = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).limit(0);
  }

  /**
   * Does it, and leaves the flow's time limits as they were.
   *
   * @return what has come beyond it
   */
  ByteBuffer run() throws IOException {
    Duration reading = flow.readTimeout();
    Duration writing = flow.writeTimeout();
    try {
      engine.beginHandshake();
      while (step()) {}
      return arrived;
    } catch (SSLException e) {
      hangUp();
      throw Mishap.of(e).failure(OPERATION, address, e);
    } catch (SocketTimeoutException e) {
      throw timedOut(e);
    } catch (FlowClosedException | FlowResetException e) {
      if (!flow.isOpen()) {
        throw e; // it was this end that closed it
      }
      SSLException hungUp = new SSLException(Mishap.HUNG_UP, e);
      throw Mishap.of(hungUp).failure(OPERATION, address, hungUp);
    } finally {
      flow.readTimeout(reading);
      flow.writeTimeout(writing);
    }
  }

  /** Gives whether there is more to do. */
  private boolean step() throws IOException {
    switch (engine.getHandshakeStatus()) {
      case NEED_WRAP -> say();
      case NEED_TASK -> runTasks(engine);
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> listen();
      case FINISHED, NOT_HANDSHAKING -> {
        return false;
      }
    }
    return true;
  }

  /** Runs what the engine leaves to its user, as it takes long. */
  static void runTasks(SSLEngine engine) {
    Runnable task = engine.getDelegatedTask();
    while (task != null) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }

  private void say() throws IOException {
    SSLEngineResult result;
    do {
      result = engine.wrap(NOTHING, leaving.clear());
      flow.writeTimeout(left());
      flow.write(leaving.flip());
    } while (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && leaving.limit() > 0);
  }

  private void listen() throws IOException {
    SSLEngineResult result = engine.unwrap(arrived, NOTHING);
    switch (result.getStatus()) {
      case BUFFER_UNDERFLOW -> fetch();
      case CLOSED -> throw new SSLException(Mishap.HUNG_UP);
      case OK -> {}
      case BUFFER_OVERFLOW -> throw new SSLException("data before the end of the handshake");
    }
  }

  private void fetch() throws IOException {
    int least = engine.getSession().getPacketBufferSize();
    if (arrived.capacity() < least) {
      arrived = ByteBuffer.allocate(least).put(arrived);
    } else {
      arrived.compact();
    }
    try {
      flow.readTimeout(left());
      if (flow.read(arrived) < 0) {
        throw new SSLException(Mishap.HUNG_UP);
      }
    } finally {
      arrived.flip();
    }
    if (!begun) {
      Mishap.checkSpeaksTls(arrived);
      begun = true;
    }
  }

  private Duration left() {
    return limit.minusNanos(System.nanoTime() - start);
  }

  /** Tells the peer why, and lets it read that, which it cannot if this end resets the flow. */
  private void hangUp() {
    try {
      say();
      flow.close();
    } catch (IOException e) {
      flow.abort();
    }
  }

  private SocketTimeoutException timedOut(SocketTimeoutException cause) {
    SocketTimeoutException e =
        new SocketTimeoutException(
            Failures.message(
                OPERATION,
                address,
                "the peer did not complete it within "
                    + Math.max(0, limit.toMillis())
                    + " ms (ETIMEDOUT)",
                "TLS at the other end too (--tls)"));
    e.initCause(cause);
    return e;
  }
}
