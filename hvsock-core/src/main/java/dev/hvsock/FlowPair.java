package dev.hvsock;

/**
 * The two ends of one stream.
 *
 * @param first one end
 * @param second the other end
 */
public record FlowPair(Flow first, Flow second) implements AutoCloseable {

  /** Aborts both ends. */
  @Override
  public void close() {
    first.abort();
    second.abort();
  }
}
