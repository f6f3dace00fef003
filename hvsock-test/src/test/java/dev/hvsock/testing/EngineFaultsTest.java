package dev.hvsock.testing;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** System calls that are interrupted, do less than they were asked for, and fail. */
@Timeout(90)
class EngineFaultsTest {

  @Test
  void streamsSurviveSystemCallsThatMisbehave(@TempDir Path directory) throws Exception {
    System.out.print(
        EngineProgram.run(EngineFaultsProgram.class, List.of(EngineFaults.compile(directory))));
  }
}
