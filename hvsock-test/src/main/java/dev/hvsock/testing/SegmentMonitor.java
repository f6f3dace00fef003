package dev.hvsock.testing;

/** Is shown what goes over a {@link VirtualNetwork}. */
@FunctionalInterface
public interface SegmentMonitor {

  /**
   * A segment has arrived, and nobody has made use of it yet. The segments of a connection come in
   * their order, and so do those of all connections as far as one follows from another; one call at
   * a time, by whichever thread happens to carry the segment. Must neither wait nor use the
   * network. What it throws is logged, and changes nothing.
   */
  void arrived(Segment segment);
}
