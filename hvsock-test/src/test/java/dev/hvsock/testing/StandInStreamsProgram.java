package dev.hvsock.testing;

import java.util.List;

/** Streams that must come out right although every fifth overlapped operation misbehaves. */
final class StandInStreamsProgram {
  private static final int PERCENT = 20;
  private static final int DELAY_MICROSECONDS = 2000;

  private StandInStreamsProgram() {}

  public static void main(String[] args) throws Exception {
    StandIn standIn = new StandIn();
    for (ForwardTransport transport : List.of(ForwardTransport.HYPERV, ForwardTransport.TCP)) {
      standIn.plan(20261120, PERCENT, DELAY_MICROSECONDS);
      EngineStreams.run(transport);
    }
    for (StandIn.Fault fault : StandIn.Fault.values()) {
      int count = standIn.injected(fault);
      System.out.println(fault + " happened " + count + " times");
      // Nothing is cancelled here, but what a flow that ends no longer wants.
      if (count == 0 && fault != StandIn.Fault.CANCEL_TOO_LATE) {
        throw new AssertionError(fault + " never happened");
      }
    }
    System.exit(0);
  }
}
