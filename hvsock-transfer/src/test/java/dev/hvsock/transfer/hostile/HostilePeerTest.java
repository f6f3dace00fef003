package dev.hvsock.transfer.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flows;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.Watchdog;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that do wrong get nowhere, and are told what was wrong. */
@ExtendWith(Watchdog.class)
class HostilePeerTest {
  @TempDir Path folder;

  static Stream<WrongWay> ways() {
    return Stream.of(
            WrongGreetings.all(),
            WrongSenders.all(),
            WrongReceivers.all(),
            WrongClients.all(),
            WrongServers.all())
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("ways")
  @CheckLeaks
  void getsNowhere(WrongWay way) throws Exception {
    Encounter.of(way, Sandbox.in(folder), Flows.pair()).check();
  }

  @Test
  void noTwoAreTheSame() {
    List<String> names = ways().map(WrongWay::toString).toList();
    assertTrue(names.size() > 200, names::toString);
    assertTrue(names.stream().distinct().count() == names.size(), names::toString);
  }
}
