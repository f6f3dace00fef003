package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Hvsock;
import dev.hvsock.HybridAddress;
import dev.hvsock.Listener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Listening beside a monitor's socket, where those who connect from the guest arrive. */
@Tag("concurrent")
class HybridArrivalsContractTest implements FlowContract {
  private static final AtomicLong PORTS = new AtomicLong();

  @TempDir static Path folder;

  @Override
  public FlowPair connectedPair() throws IOException {
    HybridAddress address =
        new HybridAddress(folder.resolve("v").toString(), PORTS.incrementAndGet());
    try (Listener listener = Hvsock.listen(address)) {
      Flow guest = Hvsock.connect(address.arrivals());
      return new FlowPair(guest, listener.accept());
    }
  }

  @Override
  public boolean tellsReset() {
    return false; // as on the unix sockets that it goes over
  }
}
