package dev.hvsock.engine;

import java.io.IOException;

/** One try to move bytes, which is made again when the direction may be ready. */
public interface Attempt {
  /** What a try gives that would have to wait. */
  int WOULD_BLOCK = 0;

  /** What a try to read gives at end-of-stream. */
  int END = -1;

  /**
   * Moves what can be moved now.
   *
   * @return how many bytes, at least 1; or {@link #WOULD_BLOCK} or {@link #END}
   */
  int run() throws IOException;

  /** Gives back what is not needed while the thread waits. */
  default void rest() {}
}
