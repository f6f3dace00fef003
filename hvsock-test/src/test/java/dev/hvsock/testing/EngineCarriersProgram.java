package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets 2,000 virtual threads wait in reads, and wakes them in each way that there is. The arguments
 * name the transports.
 */
final class EngineCarriersProgram {
  private static final int READERS = 2000;
  private static final Duration TIME_LIMIT = Duration.ofMillis(300);

  private EngineCarriersProgram() {}

  /** Why readers wake. */
  enum Reason {
    DATA,
    END,
    CLOSE,
    ABORT,
    INTERRUPT,
    TIMEOUT
  }

  public static void main(String[] args) throws Exception {
    for (ForwardTransport transport :
        ForwardTransport.named(args, ForwardTransport.UNIX, ForwardTransport.TCP)) {
      for (Reason reason : Reason.values()) {
        wake(transport, reason);
      }
    }
    System.exit(0);
  }

  private static void wake(ForwardTransport transport, Reason reason) throws Exception {
    long before = heap();
    List<FlowPair> pairs = connect(transport);
    CountDownLatch begun = new CountDownLatch(READERS);
    List<EngineTask> readers = new ArrayList<>();
    for (FlowPair pair : pairs) {
      readers.add(
          EngineTask.virtual(
              () -> {
                begun.countDown();
                int n = pair.first().read(ByteBuffer.allocate(16));
                check(n == (reason == Reason.DATA ? 1 : -1), "read gave " + n);
              }));
    }
    check(begun.await(15, TimeUnit.SECONDS), "readers keep others from their carriers");
    readers.getLast().waiting();
    long bytes = (heap() - before) / READERS / 2;
    long start = System.nanoTime();
    for (int i = 0; i < READERS; i++) {
      rouse(reason, pairs.get(i), readers.get(i));
    }
    for (EngineTask reader : readers) {
      expect(reason, reader);
    }
    System.out.printf(
        "%d readers woken by %s over %s in %d ms; %d bytes of heap a flow%n",
        READERS, reason, transport, (System.nanoTime() - start) / 1_000_000, bytes);
    pairs.forEach(FlowPair::close);
  }

  private static List<FlowPair> connect(ForwardTransport transport) throws Exception {
    List<FlowPair> pairs = new ArrayList<>();
    try (Listener listener = Hvsock.listen(transport.fresh())) {
      for (int i = 0; i < READERS; i++) {
        Flow client = Hvsock.connect(listener.localAddress());
        pairs.add(new FlowPair(client, listener.accept()));
      }
    }
    return pairs;
  }

  private static void rouse(Reason reason, FlowPair pair, EngineTask reader) throws Exception {
    switch (reason) {
      case DATA -> pair.second().write(ByteBuffer.wrap(new byte[1]));
      case END -> pair.second().shutdownOutput();
      case CLOSE -> {
        pair.second().shutdownOutput();
        pair.first().close();
      }
      case ABORT -> pair.first().abort();
      case INTERRUPT -> reader.interrupt();
      case TIMEOUT -> pair.first().readTimeout(TIME_LIMIT);
    }
  }

  private static void expect(Reason reason, EngineTask reader) throws Exception {
    switch (reason) {
      case DATA, END -> reader.join();
      case CLOSE -> {
        // The end of the peer may be there first.
        if (!reader.endedWell()) {
          expectFailure(reader, AsynchronousCloseException.class);
        }
      }
      case ABORT -> expectFailure(reader, AsynchronousCloseException.class);
      case INTERRUPT -> expectFailure(reader, InterruptedIOException.class);
      case TIMEOUT -> expectFailure(reader, SocketTimeoutException.class);
    }
  }

  private static void expectFailure(EngineTask reader, Class<?> type) throws Exception {
    Throwable failure = reader.failure();
    check(type.isInstance(failure), "instead of " + type + " it was " + failure);
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
