package dev.hvsock.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import dev.hvsock.Hvsock;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TcpAddress;
import dev.hvsock.UnixAddress;
import dev.hvsock.channel.ChannelTransports;
import dev.hvsock.spi.Transport;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The other end is the JDK's own socket, which shares no code with our engine's. */
@ExtendWith(Watchdog.class)
@Tag("concurrent")
class IndependentPeersTest {
  /** Whose peers here are the JDK's too, but ones that block. */
  private static final Transport CHANNELS = ChannelTransports.unix();

  @TempDir Path folder;

  /** Which sockets, and which end is ours. */
  enum Meeting {
    UNIX_CONNECTING {
      @Override
      Pair meet(Path path) throws IOException {
        return connecting(path, Hvsock::connect);
      }
    },
    UNIX_ACCEPTING {
      @Override
      Pair meet(Path path) throws IOException {
        return accepting(path, Hvsock::listen);
      }
    },
    CHANNEL_CONNECTING {
      @Override
      Pair meet(Path path) throws IOException {
        return connecting(path, address -> CHANNELS.connect(address, new ConnectOptions()));
      }
    },
    CHANNEL_ACCEPTING {
      @Override
      Pair meet(Path path) throws IOException {
        return accepting(path, address -> CHANNELS.listen(address, new ListenOptions()));
      }
    },
    TCP_CONNECTING {
      @Override
      Pair meet(Path path) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
          Flow flow = Hvsock.connect(new TcpAddress("127.0.0.1", server.getLocalPort()));
          return new Pair(flow, peer(server.accept()));
        }
      }
    },
    TCP_ACCEPTING {
      @Override
      Pair meet(Path path) throws IOException {
        try (Listener listener = Hvsock.listen(new TcpAddress("127.0.0.1", 0))) {
          TcpAddress address = (TcpAddress) listener.localAddress();
          Socket socket = new Socket(address.host(), address.port());
          return new Pair(listener.accept(), peer(socket));
        }
      }
    };

    /** Those on unix sockets: our engine's, and the channels that Windows has instead. */
    static final Set<Meeting> UNIX =
        EnumSet.of(UNIX_CONNECTING, UNIX_ACCEPTING, CHANNEL_CONNECTING, CHANNEL_ACCEPTING);

    abstract Pair meet(Path path) throws IOException;

    /** Makes our end. */
    interface Ours<T> {
      T at(UnixAddress address) throws IOException;
    }

    private static Pair connecting(Path path, Ours<Flow> connect) throws IOException {
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(path));
        Flow flow = connect.at(UnixAddress.of(path));
        return new Pair(flow, peer(server.accept()));
      } finally {
        Files.deleteIfExists(path);
      }
    }

    private static Pair accepting(Path path, Ours<Listener> listen) throws IOException {
      try (Listener listener = listen.at(UnixAddress.of(path))) {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        return new Pair(listener.accept(), peer(channel));
      }
    }

    private static Peer peer(SocketChannel channel) {
      return new Peer(
          Channels.newInputStream(channel),
          Channels.newOutputStream(channel),
          channel::shutdownOutput,
          channel);
    }

    private static Peer peer(Socket socket) throws IOException {
      return new Peer(
          socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput, socket);
    }
  }

  /** The JDK's end. */
  record Peer(InputStream in, OutputStream out, ThreadKind.Work halfClose, Closeable socket) {}

  record Pair(Flow flow, Peer peer) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      peer.socket().close();
      flow.abort();
    }
  }

  private Pair meet(Meeting meeting) throws IOException {
    return meeting.meet(folder.resolve("socket"));
  }

  /** Such a peer reads nothing away, and poll(2) does not tell that there is no use in waiting. */
  @ParameterizedTest
  @EnumSource
  void aUnixPeerThatShutsItsInputDownFailsABlockedWriter(ThreadKind threads) throws Exception {
    for (Meeting meeting : Meeting.UNIX) {
      try (Pair pair = meet(meeting)) {
        Task<?> writer = threads.start(() -> pair.flow().write(ByteBuffer.allocate(32 << 20)));
        writer.awaitBlocked();
        ((SocketChannel) pair.peer().socket()).shutdownInput();
        assertThrows(FlowClosedException.class, writer::get, meeting::toString);
      }
    }
  }

  /** Such a peer knows only what its selector tells, and that does not tell of ends but of room. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "TCP_.*")
  void ourInputShutdownFailsAUnixPeerThatWaitsForRoom(Meeting meeting) throws Exception {
    try (Pair pair = meet(meeting);
        Selector selector = Selector.open()) {
      SocketChannel peer = (SocketChannel) pair.peer().socket();
      peer.configureBlocking(false);
      ByteBuffer bulk = ByteBuffer.allocate(32 << 20);
      while (peer.write(bulk) > 0) {
        // Until there is no room.
      }
      peer.register(selector, SelectionKey.OP_WRITE);
      assertEquals(0, selector.selectNow());
      pair.flow().shutdownInput();
      assertEquals(1, selector.select());
      assertThrows(IOException.class, () -> peer.write(bulk));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "TCP_.*")
  void ourAbortWithUnreadInputResetsABlockedUnixPeer(Meeting meeting) throws Exception {
    try (Pair pair = meet(meeting)) {
      pair.peer().out().write(1);
      Task<Integer> reader = ThreadKind.PLATFORM.start(() -> pair.peer().in().read());
      reader.awaitBlocked();
      pair.flow().abort();
      reader.failure(SocketException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePeerHalfClosesFirst(Meeting meeting) throws Exception {
    try (Pair pair = meet(meeting)) {
      pair.peer().out().write("request".getBytes(UTF_8));
      pair.peer().halfClose().run();
      assertEquals("request", Content.textToEnd(pair.flow()));
      Content.write(pair.flow(), "reply");
      pair.flow().close();
      assertEquals("reply", new String(pair.peer().in().readAllBytes(), UTF_8));
    }
  }

  @ParameterizedTest
  @EnumSource
  void weHalfCloseFirst(Meeting meeting) throws Exception {
    try (Pair pair = meet(meeting)) {
      Content.write(pair.flow(), "request");
      pair.flow().shutdownOutput();
      assertEquals("request", new String(pair.peer().in().readAllBytes(), UTF_8));
      pair.peer().out().write("reply".getBytes(UTF_8));
      pair.peer().socket().close();
      assertEquals("reply", Content.textToEnd(pair.flow()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eightMebibytesWeWriteBeforeWeCloseArrive(Meeting meeting) throws Exception {
    byte[] sent = Content.bytes(8 << 20);
    try (Pair pair = meet(meeting)) {
      Task<byte[]> peer =
          ThreadKind.PLATFORM.start(
              () -> {
                byte[] read = pair.peer().in().readAllBytes();
                pair.peer().socket().close();
                return read;
              });
      Content.write(pair.flow(), sent);
      pair.flow().close();
      assertArrayEquals(digest(sent), digest(peer.get()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eightMebibytesThatThePeerWritesBeforeItClosesArrive(Meeting meeting) throws Exception {
    byte[] sent = Content.bytes(8 << 20);
    try (Pair pair = meet(meeting)) {
      Task<?> peer =
          ThreadKind.PLATFORM.start(
              () -> {
                pair.peer().out().write(sent);
                pair.peer().socket().close();
              });
      assertArrayEquals(digest(sent), digest(Content.toEnd(pair.flow())));
      peer.get();
    }
  }

  private static byte[] digest(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  // The JDK ends a tcp socket's output before it closes it, which makes that an orderly end.
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "TCP_.*")
  void aPeerThatClosesWithUnreadInputResetsUs(Meeting meeting) throws Exception {
    try (Pair pair = meet(meeting)) {
      Content.write(pair.flow(), "unread");
      pair.peer().socket().close();
      assertThrows(FlowResetException.class, () -> pair.flow().read(ByteBuffer.allocate(1)));
      assertThrows(FlowResetException.class, () -> pair.flow().read(ByteBuffer.allocate(1)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ourCloseDoesNotResetAPeerThatWeDidNotListenTo(Meeting meeting) throws Exception {
    try (Pair pair = meet(meeting)) {
      pair.peer().out().write("unread".getBytes(UTF_8));
      Content.write(pair.flow(), "last words");
      Task<?> closing = ThreadKind.VIRTUAL.start(() -> pair.flow().close());
      pair.peer().out().write("unread too".getBytes(UTF_8));
      assertEquals("last words", new String(pair.peer().in().readAllBytes(), UTF_8));
      pair.peer().socket().close();
      closing.get();
    }
  }
}
