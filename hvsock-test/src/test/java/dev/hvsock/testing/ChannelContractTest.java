package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import dev.hvsock.channel.ChannelTransports;
import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows over the JDK's channels, which are the unix flows of Windows, on this system's JDK. */
@Tag("concurrent")
class ChannelContractTest implements FlowContract {
  private static final Transport UNIX = ChannelTransports.unix();
  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir static Path folder;

  @Override
  public FlowPair connectedPair() throws IOException {
    UnixAddress address = UnixAddress.of(folder.resolve("s" + COUNT.incrementAndGet()));
    try (Listener listener = UNIX.listen(address, new ListenOptions())) {
      Flow connected = UNIX.connect(address, new ConnectOptions());
      return new FlowPair(connected, listener.accept());
    }
  }

  @Override
  public boolean tellsReset() {
    return false; // but for the next case
  }

  @Test
  void abortingWithUnreadInputResetsThePeer() throws Exception {
    try (FlowPair pair = connectedPair()) {
      Content.write(pair.second(), "unread");
      pair.first().abort();
      assertThrows(FlowResetException.class, () -> pair.second().read(ByteBuffer.allocate(1)));
    }
  }
}
