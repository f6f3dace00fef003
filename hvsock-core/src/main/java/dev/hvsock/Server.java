package dev.hvsock;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Accepts flows and hands each to a handler in a virtual thread of its own.
 *
 * <p>Made by {@link Hvsock#serve}. Any thread may call any method.
 */
public final class Server implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** For handlers whose flow was aborted: to pass that on, before the process may end. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);
  private static final long PAUSE_MILLIS = 100;

  private final Listener listener;
  private final FlowHandler handler;
  private final Semaphore room;
  private final Map<Flow, Thread> handling = new ConcurrentHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ReentrantLock ending = new ReentrantLock();
  private final Condition flowEnded = ending.newCondition();
  private final Thread accepting;

  private Server(Listener listener, FlowHandler handler, int maxFlows) {
    this.listener = listener;
    this.handler = handler;
    this.room = new Semaphore(maxFlows);
    this.accepting =
        Thread.ofVirtual().name("hvsock-accept " + listener.localAddress()).unstarted(this::accept);
  }

  static Server start(Listener listener, FlowHandler handler, int maxFlows) {
    Server server = new Server(listener, handler, maxFlows);
    server.accepting.start();
    return server;
  }

  private void accept() {
    try {
      while (listener.isOpen()) {
        room.acquire();
        Flow flow = next();
        Thread thread =
            Thread.ofVirtual()
                .name("hvsock-flow " + flow.remoteAddress())
                .unstarted(() -> handle(flow));
        handling.put(flow, thread);
        thread.start();
      }
    } catch (InterruptedException | ClosedChannelException e) {
      // The server stops.
    } finally {
      stopped.countDown();
    }
  }

  /**
   * Accepting goes on after a failure, such as too many open descriptors, when there has been time
   * for it to pass.
   */
  private Flow next() throws InterruptedException, ClosedChannelException {
    while (true) {
      try {
        return listener.accept();
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        log(Level.WARNING, "a flow could not be accepted: {0}", String.valueOf(e.getMessage()));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void handle(Flow flow) {
    try {
      handler.handle(flow);
      flow.close();
    } catch (IOException e) {
      log(Level.INFO, "a flow ended early: {0}", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      System.getLogger("dev.hvsock").log(Level.ERROR, "the handler of " + flow + " failed", e);
    } finally {
      flow.abort();
      remove(flow);
      room.release();
    }
  }

  private void remove(Flow flow) {
    ending.lock();
    try {
      handling.remove(flow);
      flowEnded.signalAll();
    } finally {
      ending.unlock();
    }
  }

  private static void log(Level level, String format, String detail) {
    System.getLogger("dev.hvsock").log(level, format, detail);
  }

  /** Where it listens, with the port that the system chose if it was asked to. */
  public Address localAddress() {
    return listener.localAddress();
  }

  /** How many flows are being handled now. */
  public int flowCount() {
    return handling.size();
  }

  /** Blocks until another thread stops the server. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Stops as {@link #stop} does, with a grace period of 5 s. */
  @Override
  public void close() throws IOException {
    stop(GRACE);
  }

  /**
   * Stops listening, lets the flows that are being handled end for as long as {@code grace}, and
   * then aborts them and interrupts their handlers, which may be waiting for something else than
   * the flow; handlers have another second to return then. Idempotent; an interrupt ends the
   * waiting, not the stopping.
   */
  public void stop(Duration grace) throws IOException {
    try {
      listener.close();
    } finally {
      accepting.interrupt();
      boolean interrupted = awaitNoneAccepted();
      try {
        awaitNoFlows(interrupted ? Duration.ZERO : grace);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      handling.forEach(Server::abort);
      try {
        awaitNoFlows(interrupted ? Duration.ZERO : LAST_WORDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void abort(Flow flow, Thread handler) {
    flow.abort();
    handler.interrupt();
  }

  /**
   * From here on no flow is added, which is waited for whether this thread is interrupted or not:
   * the accepting thread was woken and has nothing else to wait for.
   *
   * @return whether this thread was interrupted
   */
  private boolean awaitNoneAccepted() {
    boolean interrupted = false;
    while (true) {
      try {
        stopped.await();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  private void awaitNoFlows(Duration grace) throws InterruptedException {
    long nanos = (grace.compareTo(LONGEST) < 0 ? grace : LONGEST).toNanos();
    ending.lock();
    try {
      while (!handling.isEmpty() && nanos > 0) {
        nanos = flowEnded.awaitNanos(nanos);
      }
    } finally {
      ending.unlock();
    }
  }
}
