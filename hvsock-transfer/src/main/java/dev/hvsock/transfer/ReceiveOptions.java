package dev.hvsock.transfer;

/** What the end that receives can be told: what it lets the peer do to its folder. */
public final class ReceiveOptions extends TransferOptions<ReceiveOptions> {
  private Overwrite overwrite = Overwrite.NEVER;
  private boolean resume;
  private long maxBytes = Long.MAX_VALUE;
  private int maxFiles = 100_000;
  private boolean spaceChecked = true;
  private boolean durable;

  ReceiveOptions() {}

  @Override
  ReceiveOptions self() {
    return this;
  }

  /** What becomes of files that are there; {@link Overwrite#NEVER} unless set. */
  public ReceiveOptions overwrite(Overwrite allowed) {
    overwrite = allowed;
    return this;
  }

  /**
   * Whether to go on with what an earlier transfer left of a file, if its bytes are those of the
   * file that is offered; otherwise such files are begun anew. Off unless set.
   */
  public ReceiveOptions resume(boolean wanted) {
    resume = wanted;
    return this;
  }

  /** How many bytes all files of an offer may have; no limit unless set. */
  public ReceiveOptions maxBytes(long most) {
    if (most < 0) {
      throw new IllegalArgumentException("a limit of " + most + " bytes is negative");
    }
    maxBytes = most;
    return this;
  }

  /** How many files, folders and links an offer may have; 100,000 unless set. */
  public ReceiveOptions maxFiles(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("a limit of " + most + " files is negative");
    }
    maxFiles = most;
    return this;
  }

  /**
   * Whether an offer is refused for which there is no room, before anything is sent; on unless set.
   * A file with holes counts with its full size.
   */
  public ReceiveOptions spaceChecked(boolean checked) {
    spaceChecked = checked;
    return this;
  }

  /**
   * Whether each file is forced to its device (as by fsync) before it gets its final name, and its
   * folder after, so that a power cut too leaves the old file or the new one; off unless set.
   */
  public ReceiveOptions durable(boolean forced) {
    durable = forced;
    return this;
  }

  /** The value set by {@link #overwrite(Overwrite)}. */
  public Overwrite overwrite() {
    return overwrite;
  }

  /** The value set by {@link #resume(boolean)}. */
  public boolean resume() {
    return resume;
  }

  /** The value set by {@link #maxBytes(long)}. */
  public long maxBytes() {
    return maxBytes;
  }

  /** The value set by {@link #maxFiles(int)}. */
  public int maxFiles() {
    return maxFiles;
  }

  /** The value set by {@link #spaceChecked(boolean)}. */
  public boolean spaceChecked() {
    return spaceChecked;
  }

  /** The value set by {@link #durable(boolean)}. */
  public boolean durable() {
    return durable;
  }
}
