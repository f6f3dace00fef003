package dev.hvsock.engine;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Looks on while a {@link DuplexFlow} moves bytes, in the order in which it moves them. */
@FunctionalInterface
public interface Witness {
  /**
   * Makes the attempt, and sees by the buffer's position which bytes were moved. Called while no
   * other thread moves bytes in that direction of the flow.
   *
   * @param buffer what is read into or written from
   * @param moving never waits
   * @return what the attempt gave
   */
  int watch(ByteBuffer buffer, Attempt moving) throws IOException;
}
