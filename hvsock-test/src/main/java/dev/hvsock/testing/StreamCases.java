package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bytes go both ways, in order, whoever reads and writes. Most of these come from <a
 * href="https://pkg.go.dev/golang.org/x/net/nettest#TestConn">nettest</a>.
 */
@ExtendWith(Watchdog.class)
public interface StreamCases extends FlowSupply {

  @Case
  default void oneMebibyteMakesTheRoundTrip(ThreadKind threads) throws Exception {
    byte[] sent = Content.bytes(1 << 20);
    try (FlowPair pair = connectedPair()) {
      Task<?> echo =
          threads.start(
              () -> {
                Flows.copy(pair.second(), pair.second());
                pair.second().shutdownOutput();
              });
      Task<?> writer =
          threads.start(
              () -> {
                Content.write(pair.first(), sent);
                pair.first().shutdownOutput();
              });
      assertArrayEquals(sent, Content.toEnd(pair.first()));
      writer.get();
      echo.get();
    }
  }

  @Case
  default void bothDirectionsCarryBulkAtOnce(ThreadKind threads) throws Exception {
    byte[] there = Content.bytes(2 << 20);
    byte[] back = Content.bytes((2 << 20) + 1);
    try (FlowPair pair = connectedPair()) {
      Task<?> first = threads.start(() -> Content.write(pair.first(), there));
      Task<?> second = threads.start(() -> Content.write(pair.second(), back));
      Task<byte[]> read = threads.start(() -> Content.read(pair.second(), there.length));
      assertArrayEquals(back, Content.read(pair.first(), back.length));
      assertArrayEquals(there, read.get());
      first.get();
      second.get();
    }
  }

  @Case
  default void pingPongTo1000(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Task<?> other = threads.start(() -> countTo1000(pair.second()));
      pair.first().write(ByteBuffer.allocate(Integer.BYTES));
      countTo1000(pair.first());
      other.get();
    }
  }

  private static void countTo1000(Flow flow) throws Exception {
    int last = 0;
    while (last < 999) {
      int n = ByteBuffer.wrap(Content.read(flow, Integer.BYTES)).getInt();
      assertTrue(n >= last, () -> "counted back to " + n);
      last = n + 1;
      flow.write(ByteBuffer.allocate(Integer.BYTES).putInt(last).flip());
    }
  }

  @Case
  default void readingDoesNotWaitToFillTheBuffer(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Content.write(pair.first(), "1");
      ByteBuffer roomy = ByteBuffer.allocate(64 * 1024);
      assertEquals(1, pair.second().read(roomy));
      Task<Integer> reader = threads.start(() -> pair.second().read(roomy)).awaitBlocked();
      Content.write(pair.first(), "2");
      assertEquals(1, reader.get());
    }
  }

  @Case
  default void racingReadersGetEachByteOnce(ThreadKind threads) throws Exception {
    byte[] sent = Content.bytes(200_000);
    try (FlowPair pair = connectedPair()) {
      List<Task<long[]>> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        readers.add(threads.start(() -> countEachValue(pair.second())));
      }
      Content.write(pair.first(), sent);
      pair.first().shutdownOutput();
      long[] expected = new long[256];
      count(sent, sent.length, expected);
      long[] read = new long[256];
      for (Task<long[]> reader : readers) {
        long[] counts = reader.get();
        Arrays.setAll(read, value -> read[value] + counts[value]);
      }
      assertArrayEquals(expected, read);
    }
  }

  private static long[] countEachValue(Flow flow) throws Exception {
    long[] counts = new long[256];
    ByteBuffer buffer = ByteBuffer.allocate(500);
    while (flow.read(buffer.clear()) >= 0) {
      count(buffer.array(), buffer.position(), counts);
    }
    return counts;
  }

  private static void count(byte[] bytes, int length, long[] counts) {
    for (int i = 0; i < length; i++) {
      counts[bytes[i] & 0xFF]++;
    }
  }

  @Case
  default void racingWritersDoNotMixTheirWrites(ThreadKind threads) throws Exception {
    int size = 100_000; // more than is accepted at once, so that each write waits in its middle
    int writes = 5;
    try (FlowPair pair = connectedPair()) {
      List<Task<?>> writers = new ArrayList<>();
      for (byte id = 0; id < 4; id++) {
        byte[] own = new byte[size];
        Arrays.fill(own, id);
        boolean gathering = id % 2 == 0;
        writers.add(
            threads.start(
                () -> {
                  for (int i = 0; i < writes; i++) {
                    if (gathering) {
                      gather(pair.first(), own);
                    } else {
                      Content.write(pair.first(), own);
                    }
                  }
                }));
      }
      int[] seen = new int[writers.size()];
      for (int i = 0; i < writes * writers.size(); i++) {
        byte[] one = Content.read(pair.second(), size);
        byte[] expected = new byte[size];
        Arrays.fill(expected, one[0]);
        assertArrayEquals(expected, one);
        seen[one[0]]++;
      }
      assertArrayEquals(new int[] {writes, writes, writes, writes}, seen);
      for (Task<?> writer : writers) {
        writer.get();
      }
    }
  }

  private static void gather(Flow flow, byte[] bytes) throws Exception {
    int third = bytes.length / 3;
    ByteBuffer[] pieces = {
      ByteBuffer.wrap(bytes, 0, third),
      ByteBuffer.wrap(bytes, third, third),
      ByteBuffer.wrap(bytes, 2 * third, bytes.length - 2 * third)
    };
    assertEquals(bytes.length, flow.write(pieces));
  }

  @Case
  default void aReaderAndAWriterWaitAtOnceAndIndependently(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      ByteBuffer bulk = Content.bulk();
      Task<Integer> writer = threads.start(() -> flow.write(bulk)).awaitBlocked();
      Task<byte[]> reader = threads.start(() -> Content.read(flow, 1)).awaitBlocked();
      Content.write(pair.second(), "x");
      assertArrayEquals(new byte[] {'x'}, reader.get());
      writer.awaitBlocked();
      Task<byte[]> nextReader = threads.start(() -> Content.read(flow, 1)).awaitBlocked();
      Content.readBulk(pair.second());
      assertEquals(bulk.capacity(), writer.get());
      nextReader.awaitBlocked();
      Content.write(pair.second(), "y");
      assertArrayEquals(new byte[] {'y'}, nextReader.get());
    }
  }

  @Case
  default void allMethodsFrom700ThreadsAtOnce(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      Content.write(pair.second(), Content.bytes(5_000));
      List<Task<?>> tasks = new ArrayList<>();
      List<ByteBuffer> written = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        ByteBuffer one = ByteBuffer.allocate(1 + i);
        tasks.add(threads.start(() -> orTimesOut(() -> flow.read(one), one)));
        ByteBuffer some = ByteBuffer.allocate(64);
        written.add(some);
        tasks.add(threads.start(() -> orTimesOut(() -> flow.write(some), some)));
        tasks.add(threads.start(() -> flow.readTimeout(shortTime())));
        tasks.add(threads.start(() -> flow.writeTimeout(shortTime())));
        tasks.add(threads.start(flow::localAddress));
        tasks.add(threads.start(flow::remoteAddress));
        tasks.add(threads.start(() -> assertTrue(flow.isOpen())));
      }
      for (Task<?> task : tasks) {
        task.get();
      }
      assertStillWorks(pair, written.stream().mapToInt(ByteBuffer::position).sum());
    }
  }

  private static Duration shortTime() {
    return Duration.ofMillis(ThreadLocalRandom.current().nextInt(20));
  }

  private static void orTimesOut(ThreadKind.Work work, ByteBuffer buffer) throws Exception {
    try {
      work.run();
    } catch (SocketTimeoutException e) {
      assertEquals(buffer.position(), e.bytesTransferred);
    }
  }

  private static void assertStillWorks(FlowPair pair, int written) throws Exception {
    pair.first().readTimeout(Flow.FOREVER);
    pair.first().writeTimeout(Flow.FOREVER);
    pair.first().shutdownOutput();
    assertEquals(written, Content.toEnd(pair.second()).length);
    Content.write(pair.second(), "the end");
    pair.second().shutdownOutput();
    assertTrue(Content.textToEnd(pair.first()).endsWith("the end"));
  }

  @Case
  default void manyFlowsWaitAtOnce(ThreadKind threads) throws Exception {
    List<FlowPair> pairs = new ArrayList<>();
    try {
      List<Task<String>> readers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        FlowPair pair = connectedPair();
        pairs.add(pair);
        readers.add(threads.start(() -> Content.readText(pair.second(), 3)));
      }
      for (int i = 0; i < pairs.size(); i++) {
        Content.write(pairs.get(i).first(), Integer.toString(100 + i));
      }
      for (int i = 0; i < pairs.size(); i++) {
        assertEquals(Integer.toString(100 + i), readers.get(i).get());
      }
    } finally {
      pairs.forEach(FlowPair::close);
    }
  }
}
