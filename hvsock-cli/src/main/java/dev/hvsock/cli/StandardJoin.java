package dev.hvsock.cli;

import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A flow joined to standard input and output. The end of standard input half-closes the flow;
 * output goes on until the peer ends its direction. Whichever is first, the other goes on.
 *
 * <p>A daemon thread reads standard input, which nothing can wake it from; the calling thread does
 * the rest.
 */
final class StandardJoin {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final long PROBE_MILLIS = 200;

  private final Flow flow;
  private final StandardStreams streams;
  private final Talk talk;
  private final CountDownLatch sent = new CountDownLatch(1);
  private volatile @Nullable IOException sendFailure;
  private final AtomicLong sentBytes = new AtomicLong();
  private long receivedBytes;

  StandardJoin(Flow flow, StandardStreams streams, Talk talk) {
    this.flow = flow;
    this.streams = streams;
    this.talk = talk;
  }

  /** Joins until both directions have ended, and closes the flow. */
  ExitCode run() throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().name("hvsock-stdin").start(this::send);
    try {
      if (!receive()) {
        return ExitCode.DONE; // nobody is left to tell
      }
      awaitSent();
      flow.close();
    } catch (IOException e) {
      throw firstFailure(e);
    } finally {
      flow.abort();
      talk.detail(
          Reception.name(flow) + ": " + sentBytes + " bytes sent, " + receivedBytes + " received");
    }
    IOException failure = sendFailure;
    if (failure != null) {
      throw failure;
    }
    return ExitCode.DONE;
  }

  private IOException firstFailure(IOException receiveFailure) {
    IOException failure = sendFailure;
    boolean isConsequence =
        failure instanceof FlowResetException || receiveFailure instanceof SSLException;
    return failure == null || isConsequence ? receiveFailure : failure;
  }

  /** Copies from the flow until its end, or gives false if standard output lost its reader. */
  private boolean receive() throws IOException, InterruptedException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    while (flow.read(buffer.clear()) >= 0) {
      try {
        streams.write(buffer.flip());
      } catch (IOException e) {
        if (StandardStream.OUTPUT.hasLostReader(e)) {
          return false;
        }
        throw new IOException("standard output: " + e.getMessage(), e);
      }
      receivedBytes += buffer.position();
    }
    return true;
  }

  private void send() {
    try {
      ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER_BYTES);
      while (readInput(bytes.clear()) >= 0) {
        sentBytes.addAndGet(flow.write(bytes.flip()));
      }
      flow.shutdownOutput();
    } catch (InterruptedException e) {
      flow.abort(); // nobody does that to this thread; but the end of input it is not
    } catch (IOException e) {
      sendFailure = e;
      if (!(e instanceof FlowClosedException)) {
        flow.abort(); // the peer must not take what it has for the whole
      }
    } finally {
      sent.countDown();
    }
  }

  private int readInput(ByteBuffer bytes) throws IOException, InterruptedException {
    try {
      return streams.read(bytes);
    } catch (IOException e) {
      throw new IOException("standard input: " + e.getMessage(), e);
    }
  }

  /**
   * Waits for the end of standard input, now that the peer has ended its direction: it may well go
   * on reading. Only asking the flow tells when it does not.
   */
  private void awaitSent() throws IOException, InterruptedException {
    ByteBuffer nothing = ByteBuffer.allocate(0);
    while (!sent.await(PROBE_MILLIS, TimeUnit.MILLISECONDS)) {
      if (StandardStream.INPUT.isTerminal()) {
        return;
      }
      try {
        flow.write(nothing);
      } catch (FlowClosedException | FlowResetException e) {
        return;
      }
    }
  }
}
