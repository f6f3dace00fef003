package dev.hvsock.testing;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps what the product logs, instead of letting it be printed. */
final class EngineLog implements AutoCloseable {
  // A logger that nobody holds is forgotten, and its settings with it.
  private static final Logger LOGGER = Logger.getLogger("dev.hvsock");

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

  EngineLog() {
    LOGGER.setFilter(
        record -> {
          messages.add(record.getLevel() + " " + new SimpleFormatter().formatMessage(record));
          return false;
        });
  }

  /** Waits for a message that holds {@code text}, and drops those before it. */
  String await(String text, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      String message = messages.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null) {
        throw new AssertionError("the log never said '" + text + "'");
      }
      if (message.contains(text)) {
        return message;
      }
    }
  }

  @Override
  public void close() {
    LOGGER.setFilter(null);
  }
}
