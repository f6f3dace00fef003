package dev.hvsock.testing;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many flows, in JVMs of 512 MiB: what each of them costs does not depend on how many there are.
 */
@Timeout(150)
@Tag("stress")
class ScaleTest {
  private static final long PATIENCE_SECONDS = 120;

  @Test
  void fifteenThousandFlowsOverUnix() throws Exception {
    run(ForwardTransport.UNIX);
  }

  /** Takes its time: where the backlog is full, a client's system tries again after a second. */
  @Test
  @Tag("thorough")
  void fifteenThousandFlowsOverTcp() throws Exception {
    run(ForwardTransport.TCP);
  }

  private static void run(ForwardTransport transport) throws Exception {
    System.out.print(
        EngineProgram.run(
            ScaleProgram.class, ScaleProgram.JVM_OPTIONS, PATIENCE_SECONDS, transport.name()));
  }
}
