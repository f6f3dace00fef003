package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Address;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows over the JDK's channels, which are the unix flows of Windows, on this system's JDK. */
@Tag("concurrent")
class ChannelContractTest implements FlowContract, ListenerContract {
  private static final Transport UNIX = ChannelTransports.unix();
  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir static Path folder;

  @Override
  public Address freshAddress() {
    return UnixAddress.of(folder.resolve("s" + COUNT.incrementAndGet()));
  }

  @Override
  public Flow connect(Address address, Consumer<ConnectOptions> options) throws IOException {
    ConnectOptions set = new ConnectOptions();
    options.accept(set);
    return UNIX.connect(address, set);
  }

  @Override
  public Listener listen(Address address, Consumer<ListenOptions> options) throws IOException {
    ListenOptions set = new ListenOptions();
    options.accept(set);
    return UNIX.listen(address, set);
  }

  /** That is for {@link dev.hvsock.Hvsock}, above all transports. */
  @Override
  public boolean triesAgain() {
    return false;
  }

  @Override
  public FlowPair connectedPair() throws IOException {
    Address address = freshAddress();
    try (Listener listener = listen(address)) {
      Flow connected = connect(address);
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
