package dev.hvsock.transfer;

/** What the end that sends can be told. */
public final class SendOptions extends TransferOptions<SendOptions> {
  private long limitRate = Long.MAX_VALUE;
  private Overwrite overwrite = Overwrite.NEVER;
  private boolean resume;

  SendOptions() {}

  @Override
  SendOptions self() {
    return this;
  }

  /**
   * How many bytes of files are sent in a second at most; no limit unless set.
   *
   * @param bytesPerSecond at least 4,096, so that the peer does not take the sender for gone
   */
  public SendOptions limitRate(long bytesPerSecond) {
    if (bytesPerSecond < 4096) {
      throw new IllegalArgumentException(
          "a rate of " + bytesPerSecond + " bytes a second is less than 4096");
    }
    limitRate = bytesPerSecond;
    return this;
  }

  /**
   * What a server is asked to do with files that it has; it does no more than it is allowed to. For
   * {@link Transfer#put} only; {@link Overwrite#NEVER} unless set.
   */
  public SendOptions overwrite(Overwrite asked) {
    overwrite = asked;
    return this;
  }

  /** Whether a server is asked to go on with partial files. For {@link Transfer#put} only. */
  public SendOptions resume(boolean asked) {
    resume = asked;
    return this;
  }

  /** The value set by {@link #limitRate(long)}. */
  public long limitRate() {
    return limitRate;
  }

  /** The value set by {@link #overwrite(Overwrite)}. */
  public Overwrite overwrite() {
    return overwrite;
  }

  /** The value set by {@link #resume(boolean)}. */
  public boolean resume() {
    return resume;
  }
}
