package dev.hvsock;

import dev.hvsock.ProxyStatistics.End;
import dev.hvsock.ProxyStatistics.Failure;
import dev.hvsock.ProxyStatistics.Leg;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Two flows joined: one direction is copied by the calling thread, the other by a virtual thread. A
 * direction that ends shuts down what it used, its source's input and its sink's output, and
 * nothing else.
 *
 * <p>Only a flow that is reset takes the other one with it: nobody is left for either direction,
 * and an orderly end would make the other peer take what it has for the whole.
 */
final class Proxy {
  private final Flow first;
  private final Flow second;
  private final AtomicReference<@Nullable End> endedFirst = new AtomicReference<>();
  private final AtomicReference<@Nullable Failure> cutOff = new AtomicReference<>();

  Proxy(Flow first, Flow second) {
    this.first = first;
    this.second = second;
  }

  ProxyStatistics run() throws InterruptedIOException {
    CompletableFuture<Leg> there = new CompletableFuture<>();
    CompletableFuture<Leg> back = new CompletableFuture<>();
    Thread backThread =
        Thread.ofVirtual().name("hvsock-proxy").start(() -> complete(back, second, End.SECOND));
    complete(there, first, End.FIRST);
    try {
      Leg again = back.get();
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted();
      }
      End ended = endedFirst.get();
      return new ProxyStatistics(there.get(), again, ended == null ? End.FIRST : ended);
    } catch (InterruptedException e) {
      // The caller wants to be rid of both: the other direction ends as interrupted too.
      backThread.interrupt();
      throw interrupted();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "a proxy of " + first + " and " + second + " failed", e.getCause());
    }
  }

  /** A direction that is broken by a bug is no reason either to leave the other one alone. */
  private void complete(CompletableFuture<Leg> leg, Flow source, End sourceEnd) {
    try {
      leg.complete(copy(source, sourceEnd == End.FIRST ? second : first, sourceEnd));
    } catch (RuntimeException | Error e) {
      leg.completeExceptionally(e);
    }
  }

  private InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("proxy " + first + ": interrupted (EINTR)");
  }

  private Leg copy(Flow source, Flow sink, End sourceEnd) {
    Copy copy = new Copy(source, sink);
    Optional<Failure> failure = Optional.empty();
    try {
      copy.run();
    } catch (IOException e) {
      endedFirst.compareAndSet(null, sourceEnd); // before the other direction ends because of it
      failure =
          Optional.of(cause(new Failure(copy.isWriting() ? opposite(sourceEnd) : sourceEnd, e)));
    } finally {
      endedFirst.compareAndSet(null, sourceEnd);
      end(source::shutdownInput);
      end(sink::shutdownOutput);
    }
    return new Leg(copy.statistics(), failure);
  }

  /** The failure itself; or, if it follows from a flow that was cut off, that. */
  private Failure cause(Failure failure) {
    if (isCutOff(failure) && cutOff.compareAndSet(null, failure)) {
      first.abort();
      second.abort();
    }
    Failure original = cutOff.get();
    return original == null ? failure : original;
  }

  /**
   * Whether the flow has ended before its time: reset by its peer, which may also have sent what
   * cannot be understood, or closed or interrupted here.
   */
  private boolean isCutOff(Failure failure) {
    return failure.cause() instanceof FlowResetException
        || failure.cause() instanceof ProtocolException
        || failure.cause() instanceof SSLException
        || !flow(failure.end()).isOpen()
        || (failure.cause() instanceof InterruptedIOException
            && !(failure.cause() instanceof SocketTimeoutException));
  }

  private Flow flow(End end) {
    return end == End.FIRST ? first : second;
  }

  private static End opposite(End end) {
    return end == End.FIRST ? End.SECOND : End.FIRST;
  }

  private interface Shutdown {
    void run() throws IOException;
  }

  /**
   * A direction that cannot be ended has ended: its flow is gone, which the other direction finds
   * out for itself.
   */
  private static void end(Shutdown shutdown) {
    try {
      shutdown.run();
    } catch (IOException e) {
      System.getLogger("dev.hvsock").log(System.Logger.Level.DEBUG, "ending a direction", e);
    }
  }
}
