package dev.hvsock.testing.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.KeepAlive;
import dev.hvsock.testing.network.Probing.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The algorithm of keep-alive, without a clock. */
class ProbingTest {
  private static final KeepAlive KEEP_ALIVE =
      new KeepAlive(Duration.ofSeconds(60), Duration.ofSeconds(10), 3);

  private static final long SECOND = 1_000_000_000;

  private static Action next(double seconds, Probing.State state) {
    return Probing.next(KEEP_ALIVE, (long) (seconds * SECOND), state);
  }

  /** What is done about a peer that stays silent, looked at as asked to: at which second what. */
  private static List<String> silence() {
    List<String> done = new ArrayList<>();
    Probing.State state = Probing.ALIVE;
    long silence = 0;
    while (true) {
      switch (Probing.next(KEEP_ALIVE, silence, state)) {
        case Action.Wait wait -> silence += wait.nanos();
        case Action.Probe probe -> {
          done.add("probe at " + silence / SECOND);
          state = probe.after();
        }
        case Action.Close close -> {
          done.add("close at " + silence / SECOND);
          return done;
        }
      }
    }
  }

  @Test
  void theFirstProbeComesAfterTheIdleTimeThenOneEachIntervalThenTheEnd() {
    assertEquals(List.of("probe at 60", "probe at 70", "probe at 80", "close at 90"), silence());
  }

  @Test
  void itWaitsExactlyUntilTheNextIsDue() {
    assertEquals(new Action.Wait(60 * SECOND), next(0, Probing.ALIVE));
    assertEquals(new Action.Wait(1), Probing.next(KEEP_ALIVE, 60 * SECOND - 1, Probing.ALIVE));
    assertEquals(new Action.Probe(new Probing.State(1, 60 * SECOND)), next(60, Probing.ALIVE));
    assertEquals(new Action.Wait(4 * SECOND), next(66, new Probing.State(1, 60 * SECOND)));
  }

  @Test
  void lateProbesAreNotCaughtUpBackToBack() {
    // Nobody looked for an hour, for example because the machine slept.
    Probing.State late = new Probing.State(1, 3600 * SECOND);
    assertEquals(new Action.Probe(late), next(3600, Probing.ALIVE));
    assertEquals(new Action.Wait(10 * SECOND), next(3600, late));
    assertEquals(new Action.Probe(new Probing.State(2, 3610 * SECOND)), next(3610, late));
  }

  @Test
  void onlyWhatWasSentIsMissed() {
    assertEquals(
        new Action.Probe(new Probing.State(3, 99_999 * SECOND)),
        next(99_999, new Probing.State(2, 70 * SECOND)));
    assertEquals(new Action.Wait(10 * SECOND), next(80, new Probing.State(3, 80 * SECOND)));
    assertEquals(new Action.Close(), next(90, new Probing.State(3, 80 * SECOND)));
  }

  @Test
  void whoWasHeardBeginsAnew() {
    assertEquals(new Action.Wait(60 * SECOND), next(0, Probing.ALIVE));
    assertEquals(new Probing.State(0, 0), Probing.ALIVE);
  }
}
