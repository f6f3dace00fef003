package dev.hvsock.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import dev.hvsock.spi.Transport;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChannelPollerTest {
  private static final Transport UNIX = ChannelTransports.unix();
  private static final Duration WHILE = Duration.ofMillis(300);

  @TempDir Path folder;

  @Test
  void whatNobodyWaitsForIsNotLookedAtAgainAndAgain() throws Exception {
    UnixAddress address = UnixAddress.of(folder.resolve("s"));
    try (Listener listener = UNIX.listen(address, new ListenOptions());
        Flow connected = UNIX.connect(address, new ConnectOptions());
        Flow accepted = listener.accept()) {
      readOneOfTwo(connected, accepted);
      assertSelectorRests();
      connected.abort();
    }
  }

  /** Leaves an event behind that goes on, in which there was interest. */
  private static void readOneOfTwo(Flow writer, Flow reader) throws Exception {
    FutureTask<Integer> reading = new FutureTask<>(() -> reader.read(ByteBuffer.allocate(1)));
    Thread thread = Thread.ofPlatform().start(reading);
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    writer.write(ByteBuffer.allocate(2));
    assertEquals(1, reading.get());
  }

  private static void assertSelectorRests() throws InterruptedException {
    long before = selectorNanos();
    Thread.sleep(WHILE);
    long nanos = selectorNanos() - before;
    assertTrue(nanos < WHILE.toNanos() / 3, () -> nanos + " ns of CPU in " + WHILE);
  }

  private static long selectorNanos() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(selectorThread().threadId());
  }

  private static Thread selectorThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("hvsock-selector"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anInterruptOfTheSelectorsThreadIsForgotten() throws Exception {
    UnixAddress address = UnixAddress.of(folder.resolve("s"));
    try (Listener listener = UNIX.listen(address, new ListenOptions());
        Flow connected = UNIX.connect(address, new ConnectOptions());
        Flow accepted = listener.accept()) {
      selectorThread().interrupt();
      readOneOfTwo(connected, accepted);
      assertSelectorRests();
      connected.abort();
    }
  }
}
