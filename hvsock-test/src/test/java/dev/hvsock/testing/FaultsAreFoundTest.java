package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract finds the faults that it is there to find, and none where there is none. */
@Tag("concurrent")
class FaultsAreFoundTest {

  /** Run by the tests below only: JUnit finds it when asked for by name. */
  static class Patient implements FlowContract {
    static volatile Fault fault = Fault.NONE;

    @Override
    public FlowPair connectedPair() {
      FlowPair pair = Flows.pair();
      return new FlowPair(
          new BrokenFlow(pair.first(), fault), new BrokenFlow(pair.second(), fault));
    }
  }

  private static Runs run(Fault fault, String method, double seconds) {
    Patient.fault = fault;
    return Runs.of(
        Patient.class, signature(method), Map.of(Watchdog.SECONDS, Double.toString(seconds)));
  }

  private static String signature(String name) {
    Method method =
        Arrays.stream(Patient.class.getMethods())
            .filter(m -> m.getName().equals(name))
            .findFirst()
            .orElseThrow();
    return Stream.of(method.getParameterTypes())
        .map(Class::getName)
        .collect(Collectors.joining(",", name + "(", ")"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theFaultIsFound(Fault fault) {
    assertFalse(
        run(fault, fault.foundBy, fault.hangs() ? 0.5 : 20).failures().isEmpty(),
        "not found by " + fault.foundBy);
  }

  @ParameterizedTest
  @EnumSource
  void theCaseThatFindsItPassesWithoutIt(Fault fault) {
    Runs runs = run(Fault.NONE, fault.foundBy, 20);
    assertTrue(runs.finished() > 0, "nothing was run");
    assertEquals(0, runs.failures().size(), () -> runs.failures().toString());
  }
}
