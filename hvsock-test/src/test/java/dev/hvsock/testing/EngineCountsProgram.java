package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens and closes 10,000 flows, and compares what the process holds before and after. An argument
 * names the transport.
 */
final class EngineCountsProgram {
  private static final int PAIRS = 5000;
  private static final int WARM_UP_PAIRS = 1500;
  private static final int AT_ONCE = 25;

  // One slot of native memory that is not given back by each flow would be 80 KB.
  private static final long FOREIGN_SLACK = 40_000;

  // On Windows a flow sends out of buffers that are lent and kept, of 256 KiB each: there may be a
  // few more of them at the end. Two slots of 10,000 flows would be 1.2 MB.
  private static final long FOREIGN_SLACK_OF_WINDOWS = 4 * 256 * 1024;

  // 6 KB of each flow. The heap alone may grow by 40 MB where the collector gets little time.
  private static final long RESIDENT_SLACK = 60_000_000;

  private EngineCountsProgram() {}

  public static void main(String[] args) throws Exception {
    ForwardTransport transport = ForwardTransport.named(args, ForwardTransport.ABSTRACT).getFirst();
    openAndClose(transport, WARM_UP_PAIRS);
    EngineCounts before = EngineCounts.now();
    long residentBefore = EngineCounts.resident();
    openAndClose(transport, PAIRS);
    EngineCounts after = EngineCounts.now();
    long resident = EngineCounts.resident() - residentBefore;
    System.out.println("resident + " + resident);
    if (transport == ForwardTransport.HYPERV) {
      StandInEndsProgram.checkNothingIsLeft(new StandIn());
      before.checkKept(after, 0, FOREIGN_SLACK_OF_WINDOWS);
    } else {
      before.checkKept(after, EngineCounts.KEPT_DESCRIPTORS, FOREIGN_SLACK);
    }
    if (resident > RESIDENT_SLACK) {
      throw new AssertionError("memory is lost");
    }
    System.exit(0);
  }

  private static void openAndClose(ForwardTransport common, int pairs) throws Exception {
    for (int i = 0; i < pairs; i += AT_ONCE) {
      EngineTask.Kind kind = EngineTask.Kind.alternating(i / AT_ONCE);
      List<EngineTask> tasks = new ArrayList<>();
      for (int k = 0; k < AT_ONCE; k++) {
        // Few over tcp, whose closed ports take a minute to come back.
        ForwardTransport transport = k == 0 ? ForwardTransport.TCP : common;
        boolean abruptly = k % 2 == 1;
        tasks.add(kind.start(() -> use(transport, kind, abruptly)));
      }
      for (EngineTask task : tasks) {
        task.join();
      }
    }
  }

  /** With a reader that waits, a writer that waits, and either kind of end. */
  private static void use(ForwardTransport transport, EngineTask.Kind kind, boolean abruptly)
      throws Exception {
    try (FlowPair pair = transport.connect()) {
      EngineTask reader = kind.start(() -> pair.second().read(ByteBuffer.allocateDirect(16)));
      EngineTask writer =
          kind.start(() -> ForwardBytes.send(pair.first(), 1, 0, abruptly ? 1 << 30 : 1000));
      if (abruptly) {
        pair.first().abort();
        reader.endedWell();
        writer.endedWell();
      } else {
        writer.join();
        reader.join();
        EngineTask closing = kind.start(pair.second()::close);
        pair.first().close();
        closing.join();
      }
    }
  }
}
