package dev.hvsock.testing;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system gives the lowest free descriptor number away, so the number of a flow that was closed
 * belongs to the next one at once.
 */
@Timeout(60)
class EngineReuseTest {

  @Test
  void readersNeverSeeTheNextFlowOfTheirDescriptor(@TempDir Path directory) throws Exception {
    System.out.print(
        EngineProgram.run(EngineReuseProgram.class, List.of(EngineFaults.compile(directory))));
  }
}
