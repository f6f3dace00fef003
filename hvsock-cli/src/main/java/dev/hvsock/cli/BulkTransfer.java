package dev.hvsock.cli;

import dev.hvsock.BufferSizes;
import dev.hvsock.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Many bytes in one direction of a flow, metered. */
final class BulkTransfer {
  private static final double MEGABYTE = 1e6;

  private final Flow flow;
  private final ByteBuffer buffer;
  private final Progress progress;
  private final Optional<BufferSizes> buffers;
  private final ProcessMeter meter;
  private long bytes;
  private long operations;

  /**
   * Begins to meter.
   *
   * @param buffer what is read into or written from
   */
  BulkTransfer(Flow flow, ByteBuffer buffer, Progress progress) throws IOException {
    this.flow = flow;
    this.buffer = buffer;
    this.progress = progress;
    buffers = flow.bufferSizes();
    meter = ProcessMeter.start();
  }

  /** Reads until end-of-stream, and ends the flow. */
  PerfReport receive() throws IOException {
    for (int n = flow.read(buffer.clear()); n >= 0; n = flow.read(buffer.clear())) {
      bytes += n;
      operations++;
      progress.accept(bytes);
    }
    ProcessUsage usage = meter.read();
    flow.close();
    return report(usage);
  }

  /** Writes so many bytes, half-closes, and waits until the peer has ended its direction too. */
  PerfReport send(long total) throws IOException {
    while (bytes < total) {
      bytes += flow.write(buffer.clear().limit((int) Math.min(total - bytes, buffer.capacity())));
      operations++;
      progress.accept(bytes);
    }
    flow.shutdownOutput();
    while (flow.read(buffer.clear()) >= 0) {
      operations++; // a peer that answers is not what is measured, but welcome
    }
    ProcessUsage usage = meter.read();
    flow.close();
    return report(usage);
  }

  private PerfReport report(ProcessUsage usage) {
    return new PerfReport()
        .add("bytes", "bytes", bytes)
        .add("seconds", "wall time", usage.seconds(), "%.6f s")
        .add("mbPerSecond", "throughput", bytes / MEGABYTE / usage.seconds(), "%.1f MB/s")
        .add(usage, bytes, operations)
        .add(buffers);
  }
}
