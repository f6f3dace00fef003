package dev.hvsock;

import dev.hvsock.engine.Carrier;
import dev.hvsock.engine.ChannelCarrier;
import dev.hvsock.engine.DuplexFlow;
import dev.hvsock.engine.FlowCarrier;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;

/** One copy in progress. */
final class Copy {
  /** A flow that has moved so much is worth setting up what its transports offer. */
  private static final long BULK_BYTES = 4 << 20;

  private static final int OPERATIONS_AT_A_TIME = 16;

  private final ReadableByteChannel source;
  private final WritableByteChannel sink;
  private final long start = System.nanoTime();
  private Carrier carrier;
  private long deliveredBefore;
  private long operations;
  private boolean writing;

  Copy(ReadableByteChannel source, WritableByteChannel sink) {
    this.source = source;
    this.sink = sink;
    this.carrier =
        source instanceof DuplexFlow flow
            ? new FlowCarrier(flow, sink)
            : new ChannelCarrier(source, sink);
  }

  /** Copies until end-of-stream. */
  void run() throws IOException {
    try {
      while (bytes() < BULK_BYTES) {
        if (!step()) {
          return;
        }
      }
      shortcut().ifPresent(this::change);
      while (step()) {}
    } finally {
      carrier.close();
    }
  }

  private boolean step() throws IOException {
    int n = carrier.load();
    if (n > 0) {
      operations++;
      writing = true;
      carrier.unload();
      writing = false;
      letOthersRun();
    }
    return n >= 0;
  }

  /** A copy that never has to wait would otherwise keep its carrier for itself. */
  @SuppressWarnings("ThreadPriorityCheck") // it is other virtual threads that are to run
  private void letOthersRun() {
    if (operations % OPERATIONS_AT_A_TIME == 0 && Thread.currentThread().isVirtual()) {
      Thread.yield();
    }
  }

  private Optional<Carrier> shortcut() {
    return source instanceof DuplexFlow from && sink instanceof DuplexFlow to
        ? from.shortcutTo(to)
        : Optional.empty();
  }

  private void change(Carrier next) {
    deliveredBefore = bytes();
    carrier.close();
    carrier = next;
  }

  private long bytes() {
    return deliveredBefore + carrier.delivered();
  }

  /** Whether it is the sink that is at work, or that failed. */
  boolean isWriting() {
    return writing;
  }

  CopyStatistics statistics() {
    return new CopyStatistics(bytes(), operations, Duration.ofNanos(System.nanoTime() - start));
  }
}
