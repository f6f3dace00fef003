package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Flows are aborted with reads in flight whose completions are late, and meanwhile others are made:
 * of what the reads are in flight with, these must get nothing. The stand-in sees to that.
 */
final class StandInSlotsProgram {
  private static final int ABORTED = 100;

  /** Enough to use up whatever else there is to be lent. */
  private static final int MADE_MEANWHILE = 400;

  private static final int DELAY_MICROSECONDS = 1_500_000;

  private StandInSlotsProgram() {}

  public static void main(String[] args) throws Exception {
    StandIn standIn = new StandIn();
    List<FlowPair> pairs = connect(ABORTED);
    for (FlowPair pair : pairs) {
      leaveReadInFlight(pair.first());
      leaveReadInFlight(pair.second());
    }
    standIn.plan(20261120, 0, DELAY_MICROSECONDS);
    standIn.plan(StandIn.Fault.LATE_COMPLETION, 100);
    List<EngineTask> aborting = new ArrayList<>();
    for (FlowPair pair : pairs) {
      aborting.add(EngineTask.virtual(pair.first()::abort));
      aborting.add(EngineTask.virtual(pair.second()::abort));
    }
    while (standIn.injected(StandIn.Fault.LATE_COMPLETION) < 2 * ABORTED) {
      Thread.sleep(1);
    }
    standIn.plan(StandIn.Fault.LATE_COMPLETION, 0);
    connect(MADE_MEANWHILE).forEach(FlowPair::close);
    System.out.println(
        standIn.operations()
            + " of "
            + 2 * ABORTED
            + " reads were in flight until others had come");
    if (standIn.operations() == 0) {
      throw new AssertionError("the others came too late to tell");
    }
    for (EngineTask task : aborting) {
      task.join();
    }
    StandInEndsProgram.checkNothingIsLeft(standIn);
    System.exit(0);
  }

  private static List<FlowPair> connect(int count) throws IOException {
    List<FlowPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(ForwardTransport.HYPERV.connect());
    }
    return pairs;
  }

  private static void leaveReadInFlight(Flow flow) throws IOException {
    flow.readTimeout(Duration.ofNanos(1000));
    try {
      flow.read(ByteBuffer.allocate(1));
      throw new AssertionError("nothing was sent");
    } catch (SocketTimeoutException e) {
      // It is in flight.
    }
  }
}
