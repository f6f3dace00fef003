package dev.hvsock.transfer.wire;

import java.io.IOException;
import java.time.Duration;

/** Tells the peer every few seconds that this end is at work, until it is closed. */
public final class StillAtIt implements AutoCloseable {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Thread teller;

  StillAtIt(Wire wire, Duration patience) {
    Duration quarter = patience.dividedBy(4);
    Duration pause = quarter.compareTo(LONGEST_PAUSE) < 0 ? quarter : LONGEST_PAUSE;
    teller = Thread.ofVirtual().name("hvsock-still-at-it").start(() -> tell(wire, pause));
  }

  private static void tell(Wire wire, Duration pause) {
    try {
      while (true) {
        Thread.sleep(pause);
        wire.say(new Message.StillAtIt());
        wire.flush();
      }
    } catch (InterruptedException | IOException e) {
      // It is over; or the peer is gone, which whoever speaks next finds out.
    }
  }

  /** Returns when nothing more is said. */
  @Override
  public void close() {
    teller.interrupt();
    boolean interrupted = false;
    while (true) {
      try {
        teller.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
