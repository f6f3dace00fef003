package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract finds the faults that it is there to find, and none where there is none. */
@Tag("stress")
@Tag("thorough")
@Order(3) // of those that last longest
class FaultsAreFoundTest {
  private static final Fault NONE = () -> "none";

  /** Run by the tests below only: JUnit finds it when asked for by name. */
  static class Patient implements FlowContract {
    static volatile Fault fault = NONE;

    @Override
    public FlowPair connectedPair() {
      return BrokenFlow.pair(Flows.pair(), fault);
    }
  }

  private static Runs run(Fault fault, String method, double seconds) {
    Patient.fault = fault;
    return Runs.ofCase(
        Patient.class,
        method,
        Map.of(Watchdog.SECONDS, Double.toString(seconds), Watchdog.DUMP, "false"));
  }

  static Stream<Fault> faults() {
    return Stream.of(FaultOfStreams.values(), FaultOfEnds.values(), FaultOfTime.values())
        .flatMap(Stream::of);
  }

  static Stream<String> cases() {
    return faults().map(Fault::foundBy).distinct();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theFaultIsFound(Fault fault) {
    assertFalse(
        run(fault, fault.foundBy(), fault.seconds()).failures().isEmpty(),
        () -> "not found by " + fault.foundBy());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theCaseThatFindsOnePassesWithoutIt(String name) {
    Runs runs = run(NONE, name, 20);
    assertTrue(runs.finished() > 0, "nothing was run");
    assertEquals(0, runs.failures().size(), () -> runs.failures().toString());
  }
}
