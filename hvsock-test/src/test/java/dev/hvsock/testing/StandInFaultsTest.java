package dev.hvsock.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Windows backend over a stand-in for Windows that misbehaves, and how much it bears. */
@Timeout(120)
class StandInFaultsTest {
  @TempDir static Path directory;

  private static List<String> standIn = List.of();

  @BeforeAll
  static void compile() throws Exception {
    standIn = StandIn.compile(directory);
  }

  private static void run(Class<?> program, List<String> jvmOptions, String... arguments)
      throws Exception {
    List<String> options = new ArrayList<>(standIn);
    options.addAll(jvmOptions);
    System.out.print(EngineProgram.run(program, options, 50, arguments));
  }

  @Test
  void streamsSurviveOperationsThatMisbehave() throws Exception {
    run(StandInStreamsProgram.class, List.of());
  }

  @Test
  void eachCallAndOperationFailsOnceAndNothingIsLeftOpen() throws Exception {
    run(StandInFailuresProgram.class, List.of());
  }

  @Test
  void waitingThatEndsEarlyLeavesNothingInFlight() throws Exception {
    run(StandInEndsProgram.class, List.of());
  }

  @Test
  void memoryOfOperationsInFlightIsNobodyElses() throws Exception {
    run(StandInSlotsProgram.class, List.of());
  }

  @Test
  @Tag("stress")
  @Tag("thorough")
  void tenThousandFlowsLeaveNothingBehind() throws Exception {
    run(
        EngineCountsProgram.class,
        List.of("-XX:NativeMemoryTracking=summary", "-XX:+UseSerialGC"),
        "HYPERV");
  }

  @Test
  @Tag("stress")
  @Tag("thorough")
  void thousandsOfReadersWaitOnTwoCarriers() throws Exception {
    run(
        EngineCarriersProgram.class,
        List.of(
            "-Djdk.virtualThreadScheduler.parallelism=2",
            "-Djdk.virtualThreadScheduler.maxPoolSize=2"),
        "HYPERV",
        "TCP");
  }

  @Test
  @Tag("stress")
  @Tag("thorough")
  void readersNeverSeeTheNextFlowOfTheirSocket() throws Exception {
    run(EngineReuseProgram.class, List.of(), "HYPERV", "TCP");
  }

  /**
   * A virtual thread that waits there for a lock gets no carrier to go on with if the one thread
   * that has it waits for that thread.
   */
  @TestFactory
  @Tag("stress")
  @Tag("thorough")
  Stream<DynamicTest> contractsHoldOnOneProcessor() throws Exception {
    return new StandInSuite(standIn, HypervOnStandInContractTest.class)
        .onOneProcessor()
        .run(directory);
  }

  @TestFactory
  @Tag("stress")
  @Tag("thorough")
  Stream<DynamicTest> thousandsConnectAtOnce() throws Exception {
    return new StandInSuite(standIn, StormOnStandInTest.class).run(directory);
  }
}
