package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.ExtendWith;

/** A blocked thread that is interrupted leaves promptly, keeps its status, and breaks nothing. */
@ExtendWith(Watchdog.class)
public interface InterruptCases extends FlowSupply {

  /** From one interrupt to the next, where there are many. */
  long INTERVAL_NANOS = 20_000;

  /** What an interrupted operation threw, and that the thread is still interrupted. */
  private static InterruptedIOException interruption(ThreadKind.Work work) {
    InterruptedIOException e = assertThrows(InterruptedIOException.class, work::run);
    assertTrue(Thread.interrupted(), "the interrupt status is gone");
    assertFalse(e instanceof SocketTimeoutException, () -> "taken for a timeout: " + e);
    return e;
  }

  @Case
  default void aBlockedReaderIsInterrupted(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      ByteBuffer buffer = ByteBuffer.allocate(8);
      Task<InterruptedIOException> reader =
          threads.start(() -> interruption(() -> flow.read(buffer))).awaitBlocked();
      reader.interrupt();
      TimeoutCases.assertNamesOperation(reader.get(), "read", flow);
      assertEquals(0, buffer.position());
      Content.write(pair.second(), "usable");
      assertEquals("usable", Content.readText(flow, 6));
    }
  }

  @Case
  default void aBlockedWriterIsInterruptedAndSaysHowMuchItMoved(ThreadKind threads)
      throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      ByteBuffer buffer = Content.bulk();
      Task<InterruptedIOException> writer =
          threads.start(() -> interruption(() -> flow.write(buffer))).awaitBlocked();
      writer.interrupt();
      InterruptedIOException e = writer.get();
      TimeoutCases.assertNamesOperation(e, "write", flow);
      assertEquals(buffer.position(), e.bytesTransferred);
      int some = e.bytesTransferred + 4;
      Task<Integer> rest = threads.start(() -> flow.write(buffer.limit(some)));
      Content.readBulk(pair.second(), some);
      assertEquals(4, rest.get());
    }
  }

  @Case
  default void aThreadThatIsInterruptedAlreadyDoesNotBlock(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      Thread.currentThread().interrupt();
      interruption(() -> flow.read(ByteBuffer.allocate(1)));
      Thread.currentThread().interrupt();
      interruption(() -> flow.write(Content.bulk()));
      Content.write(pair.second(), "usable");
      assertEquals("usable", Content.readText(flow, 6));
    }
  }

  @Case
  default void aReaderThatWaitsForItsTurnIsInterruptedAlone(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      Task<byte[]> inTurn = threads.start(() -> Content.read(flow, 1)).awaitBlocked();
      Task<?> waiting =
          threads.start(() -> interruption(() -> flow.read(ByteBuffer.allocate(1)))).awaitBlocked();
      waiting.interrupt();
      waiting.get();
      inTurn.awaitBlocked();
      Content.write(pair.second(), "x");
      inTurn.get();
    }
  }

  @Case
  default void interruptingOneDirectionLeavesTheOtherAlone(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      Task<byte[]> reader = threads.start(() -> Content.read(flow, 1)).awaitBlocked();
      Task<?> writer =
          threads.start(() -> interruption(() -> flow.write(Content.bulk()))).awaitBlocked();
      writer.interrupt();
      writer.get();
      reader.awaitBlocked();
      Content.write(pair.second(), "x");
      reader.get();
    }
  }

  @Case
  default void closingWhileInterruptedDoesNotWaitButCloses(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Content.write(pair.first(), "all of it");
      Stopwatch time = new Stopwatch();
      Task<Boolean> closing =
          threads.start(
              () -> {
                Thread.currentThread().interrupt();
                pair.first().close();
                return Thread.interrupted();
              });
      assertTrue(closing.get(), "the interrupt status is gone");
      time.assertLessThan(closeTimeout());
      assertFalse(pair.first().isOpen());
      assertEquals("all of it", Content.readText(pair.second(), 9));
      assertEquals(-1, pair.second().read(ByteBuffer.allocate(1)));
    }
  }

  @Case
  default void anInterruptEndsTheWaitingOfClose(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Stopwatch time = new Stopwatch();
      Task<?> closing = threads.start(() -> pair.first().close()).awaitBlocked();
      closing.interrupt();
      closing.get();
      time.assertLessThan(closeTimeout());
      assertEquals(-1, pair.second().read(ByteBuffer.allocate(1)));
    }
  }

  @Case
  default void manyInterruptsLoseNoByte(ThreadKind threads) throws Exception {
    byte[] sent = Content.bytes(300_000);
    AtomicBoolean done = new AtomicBoolean();
    try (FlowPair pair = connectedPair()) {
      Task<?> writer =
          threads.start(
              () -> {
                ByteBuffer buffer = ByteBuffer.wrap(sent);
                for (int end = 1_000; end <= sent.length; end += 1_000) {
                  uninterrupted(buffer.limit(end), () -> pair.first().write(buffer));
                }
              });
      ByteBuffer read = ByteBuffer.allocate(sent.length);
      Task<?> reader = threads.start(() -> uninterrupted(read, () -> pair.second().read(read)));
      // Never a virtual thread: where there is one carrier, it would keep it from the others.
      Task<?> interrupting =
          ThreadKind.PLATFORM.start(
              () -> {
                while (!done.get()) {
                  writer.interrupt();
                  reader.interrupt();
                  LockSupport.parkNanos(INTERVAL_NANOS);
                }
              });
      try {
        reader.get();
        writer.get();
      } finally {
        done.set(true);
      }
      interrupting.get();
      assertArrayEquals(sent, read.array());
    }
  }

  private static void uninterrupted(ByteBuffer buffer, ThreadKind.Work work) throws Exception {
    while (buffer.hasRemaining()) {
      try {
        work.run();
      } catch (InterruptedIOException e) {
        Thread.interrupted(); // and tried again
      }
    }
  }
}
