package dev.hvsock.cli;

import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import dev.hvsock.channel.ChannelTransports;
import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Other people's programs over the unix sockets that Windows has, which the tool itself takes on no
 * other system: so with their flows instead.
 */
@Timeout(60)
class ChannelPeerTest {
  private static final Transport UNIX = ChannelTransports.unix();

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("dev.hvsock.cli.PeerCases#peersInBothOrders")
  void listen(Peer peer, PeerCases.First first) throws Exception {
    peer.assumeInstalled();
    UnixAddress address = UnixAddress.of(folder.resolve("peer"));
    try (Listener listener = UNIX.listen(address, new ListenOptions());
        Tool other = Tool.program(peer.connect(address));
        Flow flow = listener.accept()) {
      PeerCases.exchange(Side.of(flow), Side.of(other), first);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.hvsock.cli.PeerCases#listeningPeersInBothOrders")
  void connect(Peer peer, PeerCases.First first) throws Exception {
    peer.assumeInstalled();
    UnixAddress address = UnixAddress.of(folder.resolve("peer"));
    try (Tool other = Tool.program(peer.listen(address));
        Flow flow = connectOnceThereIsAListener(address)) {
      PeerCases.exchange(Side.of(flow), Side.of(other), first);
    }
  }

  private static Flow connectOnceThereIsAListener(UnixAddress address)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return UNIX.connect(address, new ConnectOptions());
      } catch (ConnectException e) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }
}
