package dev.hvsock.transfer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.FlowPair;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.Connected;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A peer that works for longer than others are patient. */
@CheckLeaks
class StillAtItTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final Duration WORK = PATIENCE.multipliedBy(3);

  @Test
  void whoeverSaysSoIsWaitedFor(@Connected FlowPair pair) throws Exception {
    Wire wire = new Wire(pair.second(), PATIENCE);
    CompletableFuture<Message> heard = hear(pair);
    try (Companion _ = wire.stillAtIt()) {
      Thread.sleep(WORK);
    }
    wire.say(new Message.Granted());
    wire.flush();
    assertEquals(new Message.Granted(), heard.get());
  }

  /** None of them takes so long that it would have to be told of. */
  @Test
  void shortSpellsOfWorkAddUp(@Connected FlowPair pair) throws Exception {
    Wire wire = new Wire(pair.second(), PATIENCE);
    CompletableFuture<Message> heard = hear(pair);
    long end = System.nanoTime() + WORK.toNanos();
    while (System.nanoTime() < end) {
      try (Companion _ = wire.stillAtIt()) {
        Thread.sleep(PATIENCE.dividedBy(10));
      }
    }
    wire.say(new Message.Granted());
    wire.flush();
    assertEquals(new Message.Granted(), heard.get());
  }

  @Test
  void whoeverDoesNotIsNot(@Connected FlowPair pair) {
    Wire wire = new Wire(pair.first(), PATIENCE);
    assertThrows(SocketTimeoutException.class, () -> wire.next("a word"));
  }

  private static CompletableFuture<Message> hear(FlowPair pair) {
    CompletableFuture<Message> heard = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                heard.complete(new Wire(pair.first(), PATIENCE).next("a word"));
              } catch (Exception e) {
                heard.completeExceptionally(e);
              }
            });
    return heard;
  }
}
