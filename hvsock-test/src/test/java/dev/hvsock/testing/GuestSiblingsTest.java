package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.VsockAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One guest and another, through the device that both have in common. */
@Tag("concurrent")
@ExtendWith(Watchdog.class)
class GuestSiblingsTest {
  @RegisterExtension static final CaseCount COUNT = new CaseCount("guest <-> guest");

  /** Echoes, and answers the end of what it echoed. */
  private static final List<String> SOCAT =
      List.of("socat", "VSOCK-LISTEN:5000,fork", "SYSTEM:cat; echo that was all");

  @Test
  void aFlowFromGuestToGuestHasTwoEnds() throws Exception {
    GuestLab lab = GuestLab.forTest(GuestLink.DEVICE).cpus(1).memoryMiB(384);
    try (Guest listening = lab.prepare(SOCAT);
        Guest calling =
            lab.prepareSibling(
                listening, GuestLab.java(Caller.class, Long.toString(listening.cid())))) {
      listening.boot();
      try (GuestRun run = calling.boot().await()) {
        assertEquals("sibling\nthat was all\n", run.stdout(), run.stderr());
      }
    }
  }

  /** Runs in the guest that connects. */
  static final class Caller {
    public static void main(String[] arguments) throws IOException {
      VsockAddress sibling = new VsockAddress(Long.parseLong(arguments[0]), 5000, true);
      try (Flow flow =
          Hvsock.connect(sibling, connect -> connect.retryFor(Duration.ofSeconds(30)))) {
        flow.write(Content.text("sibling\n"));
        flow.shutdownOutput();
        System.out.print(Content.textToEnd(flow));
      }
    }
  }
}
