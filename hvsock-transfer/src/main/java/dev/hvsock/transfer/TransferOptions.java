package dev.hvsock.transfer;

import java.time.Duration;

/**
 * What both ends of a transfer can be told.
 *
 * <p>Options are handed to a lambda of {@link Transfer} that sets them; each transfer reads them
 * once. Not for use by several threads.
 *
 * @param <S> the kind of options, which each setter returns
 */
public abstract sealed class TransferOptions<S extends TransferOptions<S>>
    permits SendOptions, ReceiveOptions {
  private Duration patience = Duration.ofMinutes(1);
  private boolean rehearsal;
  private TransferListener listener = TransferListener.NONE;

  TransferOptions() {}

  abstract S self();

  /**
   * How long the peer may take for one message, or for 64 KiB of a file, before the transfer fails
   * with {@link java.net.SocketTimeoutException}; a minute unless set.
   *
   * @param limit more than zero
   */
  public final S patience(Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("a patience of " + limit + " is none");
    }
    patience = limit;
    return self();
  }

  /** Whether to find out what would be sent, and send nothing; off unless set. */
  public final S rehearsal(boolean wanted) {
    rehearsal = wanted;
    return self();
  }

  /** Who hears how the transfer gets on; nobody unless set. */
  public final S listener(TransferListener hearer) {
    listener = hearer;
    return self();
  }

  /** The value set by {@link #patience(Duration)}. */
  public final Duration patience() {
    return patience;
  }

  /** The value set by {@link #rehearsal(boolean)}. */
  public final boolean rehearsal() {
    return rehearsal;
  }

  /** The value set by {@link #listener(TransferListener)}. */
  public final TransferListener listener() {
    return listener;
  }
}
