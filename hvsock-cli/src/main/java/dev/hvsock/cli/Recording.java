package dev.hvsock.cli;

import dev.hvsock.Capture;
import dev.hvsock.Flow;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A capture while a command runs, or none. */
final class Recording implements AutoCloseable {
  /** For flows that are aborted when the grace is over to end. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Optional<Capture> capture;
  private final Talk talk;
  private final CountDownLatch over = new CountDownLatch(1);

  /** Takes the capture over, and sees to it that a signal does not cut its last packet. */
  Recording(Optional<Capture> capture, Duration grace, Talk talk) {
    this.capture = capture;
    this.talk = talk;
    capture.ifPresent(
        each ->
            Stopping.run(
                () -> {
                  over.await(grace.plus(LAST_WORDS).toMillis(), TimeUnit.MILLISECONDS);
                  each.close();
                }));
  }

  /** The flow of a client, from now on recorded if that was asked for. */
  Flow of(Flow client) {
    if (capture.isEmpty()) {
      return client;
    }
    Flow recorded = capture.get().accepted(client);
    talk.detail(recorded.toString());
    return recorded;
  }

  @Override
  public void close() throws IOException {
    try {
      if (capture.isPresent()) {
        capture.get().close();
        talk.say(outcome(capture.get()));
      }
    } finally {
      over.countDown();
    }
  }

  /** Why it is not all was said when it happened. */
  private static String outcome(Capture capture) {
    String all = capture.failure().isPresent() ? ", which are not all" : "";
    return capture + ": " + capture.packets() + " packets" + all;
  }
}
