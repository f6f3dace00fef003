package dev.hvsock.testing;

import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link ScaleStormTest} does, on the Windows backend. */
@Tag("winsock")
@ExtendWith(Watchdog.class)
class StormOnStandInTest {
  private static final int MANY = 2000;

  @ParameterizedTest
  @EnumSource(names = {"HYPERV", "TCP"})
  void nobodyIsRefusedWhoseTurnHasNotCome(ForwardTransport transport) throws Exception {
    try (Listener listener = Hvsock.listen(transport.fresh())) {
      ScaleStorm.strike(listener, MANY, MANY);
    }
  }

  /** Hyper-V has those wait who find the backlog full. */
  @Test
  void smallBacklogMakesNobodyFail() throws Exception {
    try (Listener listener =
        Hvsock.listen(ForwardTransport.HYPERV.fresh(), listen -> listen.backlog(16))) {
      ScaleStorm.strike(listener, MANY, 16);
    }
  }
}
