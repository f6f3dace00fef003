package dev.hvsock.transfer.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flows;
import dev.hvsock.testing.Watchdog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that do wrong get nowhere, and are told what was wrong. */
@ExtendWith(Watchdog.class)
@Tag("concurrent")
class HostilePeerTest {
  private static final int LEAST_WAYS = 450;

  private static List<Encounter> encounters = List.of();

  @BeforeAll
  static void meet(@TempDir Path folder) throws Exception {
    encounters = HostilePeers.encounters(folder, Flows::pair);
  }

  static List<Encounter> encounters() {
    return encounters;
  }

  @ParameterizedTest
  @MethodSource("encounters")
  void getsNowhere(Encounter encounter) {
    encounter.check();
  }

  @Test
  void noTwoDoTheSame() {
    List<String> names = encounters.stream().map(Encounter::toString).toList();
    assertTrue(names.size() > LEAST_WAYS, names::toString);
    assertEquals(names.size(), names.stream().distinct().count());
  }
}
