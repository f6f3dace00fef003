package dev.hvsock;

import java.time.Duration;

/**
 * What a copy moved.
 *
 * @param bytes how many bytes reached the sink
 * @param operations how many reads gave bytes
 * @param duration from the start until end-of-stream or failure
 */
public record CopyStatistics(long bytes, long operations, Duration duration) {}
