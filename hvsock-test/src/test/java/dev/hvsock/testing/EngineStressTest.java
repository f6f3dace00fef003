package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.FlowPair;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Hundreds of flows at once under random half-closes, aborts, time limits and interrupts: what
 * arrives is always a prefix of what was sent, all of it unless the flow was aborted, and nothing
 * stays behind.
 */
@Timeout(60)
class EngineStressTest {
  private static final int PAIRS = 250;

  @Test
  void streamsStayWhole() throws Exception {
    long seed = Long.getLong("hvsock.seed", 20261120);
    long before = EngineCounts.descriptorCount();
    try {
      run(new SplittableRandom(seed));
    } catch (AssertionError e) {
      throw new AssertionError("with -Dhvsock.seed=" + seed, e);
    }
    long after = EngineCounts.descriptorCount();
    assertTrue(after <= before + EngineCounts.KEPT_DESCRIPTORS, after + " after " + before);
  }

  private static void run(SplittableRandom random) throws Exception {
    List<ForwardTransport> transports = ForwardTransport.available();
    List<EngineStressFlow> flows = new ArrayList<>();
    List<EngineTask> tasks = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      FlowPair pair = transports.get(i % transports.size()).connect();
      EngineStressFlow flow = new EngineStressFlow(pair, random.split(), i % 3 == 0);
      flows.add(flow);
      tasks.addAll(flow.start());
    }
    EngineTask chaos =
        EngineTask.Kind.PLATFORM.start(
            () -> {
              for (int i = 0; i < 3000; i++) {
                tasks.get(random.nextInt(tasks.size())).interrupt();
                if (i % 4 == 0) {
                  Thread.sleep(1);
                }
              }
            });
    for (EngineTask task : tasks) {
      task.join();
    }
    chaos.join();
    for (EngineStressFlow flow : flows) {
      flow.checkAndClose();
    }
  }
}
