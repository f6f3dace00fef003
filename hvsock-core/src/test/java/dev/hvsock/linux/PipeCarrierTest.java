package dev.hvsock.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Connected;
import dev.hvsock.CopyStatistics;
import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.Flows;
import dev.hvsock.engine.Carrier;
import dev.hvsock.engine.DuplexFlow;
import java.io.File;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes that go from socket to socket by splice(2). */
@Timeout(60)
class PipeCarrierTest {
  private static final int BYTES = 10 << 20;

  private static byte[] content() {
    byte[] bytes = new byte[BYTES];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  private interface Work<T> {
    T run() throws Exception;
  }

  private static <T> CompletableFuture<T> start(Work<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                done.complete(work.run());
              } catch (Exception e) {
                done.completeExceptionally(e);
              }
            });
    return done;
  }

  /** In chunks of all sizes, small ones among them. */
  private static int send(Flow flow, byte[] content) throws IOException {
    Random random = new Random(4);
    int sent = 0;
    while (sent < content.length) {
      int n = Math.min(1 + random.nextInt(1 << random.nextInt(20)), content.length - sent);
      flow.write(ByteBuffer.wrap(content, sent, n));
      sent += n;
    }
    flow.shutdownOutput();
    return sent;
  }

  private static Carrier carrier(Connected source, Connected sink) {
    return ((DuplexFlow) source.far()).shortcutTo((DuplexFlow) sink.near()).orElseThrow();
  }

  private static void everythingArrives(Connected source, Connected sink) throws Exception {
    byte[] content = content();
    try (source;
        sink) {
      CompletableFuture<Integer> sent = start(() -> send(source.near(), content));
      CompletableFuture<CopyStatistics> copied =
          start(
              () -> {
                CopyStatistics statistics = Flows.copy(source.far(), sink.near());
                sink.near().shutdownOutput();
                return statistics;
              });
      assertArrayEquals(content, sink.far().inputStream().readAllBytes());
      assertEquals(BYTES, sent.get(20, TimeUnit.SECONDS));
      assertEquals(BYTES, copied.get(20, TimeUnit.SECONDS).bytes());
    }
  }

  @Test
  void everythingArrivesFromUnixToUnix() throws Exception {
    everythingArrives(Connected.unix(), Connected.unix());
  }

  @Test
  void everythingArrivesFromTcpToUnix() throws Exception {
    everythingArrives(Connected.tcp(), Connected.unix());
  }

  @Test
  void everythingArrivesFromUnixToTcp() throws Exception {
    everythingArrives(Connected.unix(), Connected.tcp());
  }

  @Test
  void everythingArrivesFromTcpToTcp() throws Exception {
    everythingArrives(Connected.tcp(), Connected.tcp());
  }

  @Test
  void thereIsAShortcutWhereItPays() throws Exception {
    try (Connected unix = Connected.unix();
        Connected tcp = Connected.tcp()) {
      DuplexFlow memory = (DuplexFlow) Flows.pair().first();
      DuplexFlow unixFlow = (DuplexFlow) unix.near();
      DuplexFlow tcpFlow = (DuplexFlow) tcp.near();
      unixFlow.shortcutTo((DuplexFlow) unix.far()).orElseThrow().close();
      tcpFlow.shortcutTo(unixFlow).orElseThrow().close();
      tcpFlow.shortcutTo((DuplexFlow) tcp.far()).orElseThrow().close();
      assertTrue(unixFlow.shortcutTo(tcpFlow).isEmpty());
      assertTrue(unixFlow.shortcutTo(memory).isEmpty());
      assertTrue(memory.shortcutTo(unixFlow).isEmpty());
    }
  }

  @Test
  void whatASinkDidNotTakeIsNotCounted() throws Exception {
    try (Connected source = Connected.unix();
        Connected sink = Connected.unix();
        Carrier carrier = carrier(source, sink)) {
      source.near().write(ByteBuffer.allocate(100_000));
      int loaded = carrier.load();
      assertTrue(loaded > 0);
      assertEquals(0, carrier.delivered());
      carrier.unload();
      assertEquals(loaded, carrier.delivered());

      source.near().write(ByteBuffer.allocate(100_000));
      sink.far().shutdownInput();
      assertTrue(carrier.load() > 0);
      assertThrows(FlowClosedException.class, carrier::unload);
      assertEquals(loaded, carrier.delivered());
    }
  }

  @Test
  void timeLimitsHoldForBothEnds() throws Exception {
    try (Connected source = Connected.unix();
        Connected sink = Connected.unix();
        Carrier carrier = carrier(source, sink)) {
      source.far().readTimeout(Duration.ofMillis(50));
      assertThrows(SocketTimeoutException.class, carrier::load);
      sink.near().writeTimeout(Duration.ofMillis(50));
      assertThrows(
          SocketTimeoutException.class,
          () -> {
            while (true) { // until the peer, who does not read, has all that it can hold
              source.near().write(ByteBuffer.allocate(64 * 1024));
              carrier.load();
              carrier.unload();
            }
          });
      sink.far().read(ByteBuffer.allocate(1 << 20));
      carrier.unload();
    }
  }

  @Test
  void pipesAreGivenBackAndThoseWithARestAreClosed() throws Exception {
    for (int i = 0; i < 3; i++) {
      everythingArrives(Connected.unix(), Connected.unix());
    }
    int before = descriptors();
    for (int i = 0; i < 100; i++) {
      try (Connected source = Connected.unix();
          Connected sink = Connected.unix();
          Carrier carrier = carrier(source, sink)) {
        source.near().write(ByteBuffer.wrap(Arrays.copyOf(content(), 1000)));
        carrier.load();
      }
    }
    assertTrue(descriptors() <= before, before + " descriptors became " + descriptors());
  }

  @Test
  void aCopyForWhichThereIsNoPipeLeftGoesThroughMemory() throws Exception {
    try (Connected source = Connected.unix();
        Connected sink = Connected.unix()) {
      DuplexFlow from = (DuplexFlow) source.far();
      DuplexFlow to = (DuplexFlow) sink.near();
      Carrier[] all = new Carrier[64];
      Arrays.setAll(all, i -> from.shortcutTo(to).orElseThrow());
      assertTrue(from.shortcutTo(to).isEmpty());
      everythingArrives(Connected.unix(), Connected.unix());
      Arrays.asList(all).forEach(Carrier::close);
      from.shortcutTo(to).orElseThrow().close();
    }
  }

  private static int descriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? -1 : names.length;
  }
}
