package dev.hvsock.testing;

import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.VsockAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@link ScaleStormTest} does, on vsock: in a guest that has its loopback, nowhere else. */
@Tag("guest")
@ExtendWith(Watchdog.class)
class VsockStormTest {
  /** Fewer, for the sake of an emulated processor; 2000 get through as well, in half a minute. */
  private static final int MANY = 500;

  @Test
  void nobodyIsRefusedWhoseTurnHasNotCome() throws Exception {
    try (Listener listener = Hvsock.listen(VsockAddress.local(VsockAddress.ANY_PORT))) {
      ScaleStorm.strike(listener, MANY, MANY);
    }
  }
}
