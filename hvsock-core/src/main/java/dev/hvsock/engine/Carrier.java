package dev.hvsock.engine;

import java.io.IOException;

/**
 * Carries bytes from a source to a sink, a load at a time. For one thread; neither end is its own.
 */
public interface Carrier extends AutoCloseable {

  /**
   * Waits until the source has something, and takes a load of it up.
   *
   * @return how many bytes; perhaps 0; -1 at end-of-stream
   */
  int load() throws IOException;

  /** Hands the whole load to the sink, waiting if need be. */
  void unload() throws IOException;

  /** How many bytes have reached the sink so far. */
  long delivered();

  /** Gives back what it holds; a load that was not delivered is lost. */
  @Override
  void close();
}
