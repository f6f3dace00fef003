package dev.hvsock.testing;

/** What a test may leave behind; see {@link CheckLeaks}. */
public enum Leak {
  /** Flows and listeners of hvsock that were not closed, wherever they hold something. */
  FLOWS,
  /**
   * Descriptors of sockets, pipes and files. On Linux only; event descriptors, which hvsock and the
   * JDK keep to use them again, and jar files do not count.
   */
  DESCRIPTORS,
  /** Threads, platform and virtual ones, but for those that serve the JVM or all flows. */
  THREADS,
  /** Native memory that flows, listeners and copies of hvsock hold. */
  MEMORY
}
