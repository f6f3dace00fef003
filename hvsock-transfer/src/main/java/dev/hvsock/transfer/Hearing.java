package dev.hvsock.transfer;

import dev.hvsock.transfer.wire.Message;
import dev.hvsock.transfer.wire.Message.NotTaken;
import dev.hvsock.transfer.wire.Message.Summary;
import dev.hvsock.transfer.wire.Wire;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the sender hears while it sends: which files are not taken, and in the end the summary. The
 * receiver need not say anything for as long as it is sent something.
 */
final class Hearing {
  /** For the cause of what the sender has noticed to arrive too. */
  private static final long CAUSE_MILLIS = 1000;

  private static final long LOOK_MILLIS = 250;

  private final Wire wire;
  private final List<Entry> entries;
  private final Tally tally;
  private final Duration patience;
  private final Set<Integer> said = new HashSet<>();
  private final CompletableFuture<Summary> heard = new CompletableFuture<>();

  Hearing(Wire wire, List<Entry> entries, Tally tally, Duration patience) {
    this.wire = wire;
    this.entries = entries;
    this.tally = tally;
    this.patience = patience;
    wire.waitForEver();
  }

  /** Hears, until there is nothing more to hear. */
  void run() {
    try {
      while (!heard.isDone()) {
        hear(wire.next("the summary"));
      }
    } catch (IOException | RuntimeException | Error e) {
      heard.completeExceptionally(e);
    }
  }

  private void hear(Message message) throws ProtocolException {
    switch (message) {
      case NotTaken notTaken -> hear(notTaken);
      case Summary summary -> heard.complete(summary);
      default -> throw Wire.unexpected(message, "the summary");
    }
  }

  private void hear(NotTaken notTaken) throws ProtocolException {
    if (notTaken.index() >= entries.size()
        || !tally.isTakeable(notTaken.index())
        || !said.add(notTaken.index())) {
      throw new ProtocolException(
          "it says NOT TAKEN of entry " + notTaken.index() + ", of which it cannot be said");
    }
    tally.notTaken(notTaken.index(), notTaken.reason());
  }

  /** Fails if the receiver has ended the transfer, or sums it up too early. */
  void check() throws IOException {
    if (heard.isDone()) {
      throw cause(new ProtocolException("it sums up before it has everything"));
    }
  }

  /** The summary, now that everything has been sent. */
  Summary summary() throws IOException {
    long sent = System.nanoTime();
    while (true) {
      try {
        return get(LOOK_MILLIS);
      } catch (TimeoutException e) {
        Duration waited = Duration.ofNanos(System.nanoTime() - sent);
        Duration silence = wire.silence();
        if ((waited.compareTo(silence) < 0 ? waited : silence).compareTo(patience) > 0) {
          throw new SocketTimeoutException("the peer is silent, and has not said the summary");
        }
      }
    }
  }

  /** What the receiver says of why sending failed so; if it says nothing, that failure itself. */
  IOException cause(IOException failure) {
    try {
      get(CAUSE_MILLIS);
    } catch (TimeoutException e) {
      // It says nothing.
    } catch (IOException e) {
      return e;
    }
    return failure;
  }

  private Summary get(long millis) throws IOException, TimeoutException {
    try {
      return heard.get(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw Blocks.interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
