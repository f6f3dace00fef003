package dev.hvsock.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.BufferSizes;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.KeepAlive;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TransportUnavailableException;
import dev.hvsock.UnixAddress;
import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Connecting and listening at paths through the JDK's channels; what fails says why. */
@Timeout(60)
class ChannelTransportTest {
  private static final Transport UNIX = ChannelTransports.unix();

  @TempDir Path folder;

  private UnixAddress address() {
    return UnixAddress.of(folder.resolve("s"));
  }

  private static Flow connect(UnixAddress address) throws IOException {
    return UNIX.connect(address, new ConnectOptions());
  }

  private static Listener listen(UnixAddress address) throws IOException {
    return UNIX.listen(address, new ListenOptions());
  }

  private static void assertFails(
      Class<? extends Exception> type, String operation, UnixAddress address, String text) {
    Executable work =
        () -> (operation.equals("listen") ? listen(address) : connect(address)).close();
    Exception e = assertThrows(type, work);
    assertEquals(type, e.getClass());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(operation + " " + address + ": "), message);
    assertTrue(message.contains(text), message);
  }

  @Test
  void theTransportIsThere() {
    assertEquals("unix", UNIX.scheme());
    assertTrue(UNIX.status().stream().allMatch(status -> status.isAvailable()));
  }

  @Test
  void nobodyListensWhereThereIsNothing() {
    assertFails(ConnectException.class, "connect", address(), "no such path");
  }

  @Test
  void nobodyListensAtAPathThatWasLeftBehind() throws Exception {
    ServerSocketChannel former = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    former.bind(UnixDomainSocketAddress.of(address().name())).close(); // which leaves the path
    assertFails(ConnectException.class, "connect", address(), "(ECONNREFUSED); try: a listener");
  }

  @Test
  void whatIsThereIsNotListenedAtAndStays() throws Exception {
    Path path = Files.writeString(folder.resolve("s"), "somebody else's");
    assertFails(
        BindException.class, "listen", address(), "the path exists already (EADDRINUSE); try: del");
    assertEquals("somebody else's", Files.readString(path));
  }

  @Test
  void aFolderThatIsMissingIsNamedAsTheReason() {
    assertFails(
        BindException.class,
        "listen",
        UnixAddress.of(folder.resolve("nowhere/s")),
        "the folder does not exist");
  }

  @Test
  void aRelativePathIsInTheWorkingDirectory() {
    assertFails(
        BindException.class,
        "listen",
        new UnixAddress("no such folder/s"),
        "the folder does not exist");
    assertFails(ConnectException.class, "connect", new UnixAddress("no such path"), "no such path");
  }

  @Test
  void aPathMayBeTooLongForTheJdk() {
    UnixAddress longest = new UnixAddress("/" + "x".repeat(UnixAddress.MAX_BYTES - 1));
    assertFails(BindException.class, "listen", longest, "(ENAMETOOLONG); try: ");
    assertFails(SocketException.class, "connect", longest, "(ENAMETOOLONG); try: ");
  }

  @Test
  void abstractNamesAreLinuxsOwn() {
    UnixAddress name = UnixAddress.abstractName("s");
    for (String operation : List.of("connect", "listen")) {
      assertFails(TransportUnavailableException.class, operation, name, "abstract");
    }
  }

  @Test
  void thePathMustBeThere() {
    for (String operation : List.of("connect", "listen")) {
      assertFails(
          IllegalArgumentException.class, operation, new UnixAddress(""), "the path is missing");
    }
  }

  @Test
  void aSystemWithoutUnixSocketsSaysSo() {
    Transport none = new ChannelTransport(new NoUnixProvider());
    for (Executable work :
        List.<Executable>of(
            () -> none.connect(address(), new ConnectOptions()),
            () -> none.listen(address(), new ListenOptions()))) {
      TransportUnavailableException e = assertThrows(TransportUnavailableException.class, work);
      assertTrue(String.valueOf(e.getMessage()).contains("; try: Windows 10"), e::getMessage);
    }
    assertFalse(none.status().get(0).isAvailable());
    assertFalse(Files.exists(folder.resolve("s")));
  }

  @Test
  void aListenerRemovesItsPathAndNobodyElsesAtIt() throws Exception {
    Path path = Path.of(address().name());
    Listener listener = listen(address());
    assertTrue(Files.exists(path));
    listener.close();
    assertFalse(Files.exists(path));
    Listener replaced = listen(address());
    Files.delete(path);
    Files.writeString(path, "somebody else's");
    replaced.close();
    assertEquals("somebody else's", Files.readString(path));
  }

  @Test
  void aBacklogWithoutRoomIsWaitedForInTime() throws Exception {
    List<Flow> flows = new ArrayList<>();
    try (Listener listener = UNIX.listen(address(), new ListenOptions().backlog(1))) {
      ConnectOptions soon = new ConnectOptions().timeout(Duration.ofMillis(50));
      assertThrows(
          SocketTimeoutException.class,
          () -> {
            while (flows.size() < 100) {
              flows.add(UNIX.connect(address(), soon));
            }
          });
      Thread room = Thread.ofVirtual().start(() -> abort(listener, flows.size()));
      connect(address()).abort();
      room.join();
    }
    flows.forEach(Flow::abort);
  }

  private static void abort(Listener listener, int flows) {
    try {
      Thread.sleep(20);
      for (int i = 0; i < flows; i++) {
        listener.accept().abort();
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void sizesOfBuffersAreSetOnBothEndsAndReadBack() throws Exception {
    long bytes = 20_000;
    try (Listener listener = UNIX.listen(address(), new ListenOptions().bufferSize(bytes));
        Flow connected = UNIX.connect(address(), new ConnectOptions().bufferSize(bytes));
        Flow accepted = listener.accept()) {
      BufferSizes sizes = new BufferSizes(bytes, bytes);
      assertEquals(sizes, connected.bufferSizes().orElseThrow());
      assertEquals(sizes, accepted.bufferSizes().orElseThrow());
      connected.abort();
    }
  }

  @Test
  void optionsOfOtherTransportsHaveNoEffect() throws Exception {
    KeepAlive probes = new KeepAlive(Duration.ofSeconds(1), Duration.ofSeconds(1), 1);
    ConnectOptions options = new ConnectOptions().noDelay(false).keepAlive(probes);
    try (Listener listener = listen(address());
        Flow connected = UNIX.connect(address(), options);
        Flow accepted = listener.accept()) {
      assertEquals(1, connected.write(ByteBuffer.allocate(1)));
      assertEquals(1, accepted.read(ByteBuffer.allocate(1)));
      connected.abort();
    }
  }

  /** The JDK closes a channel whose blocked thread is interrupted. */
  @Test
  void interruptedThreadsConnectAcceptAndEndFlowsAllTheSame() throws Exception {
    try (Listener listener = listen(address())) {
      Thread.currentThread().interrupt();
      Flow connected = connect(address());
      Flow accepted = listener.accept();
      assertEquals(1, connected.write(ByteBuffer.allocate(1)));
      connected.shutdownOutput();
      assertEquals(1, accepted.read(ByteBuffer.allocate(1)));
      assertEquals(-1, accepted.read(ByteBuffer.allocate(1)));
      accepted.shutdownInput();
      assertEquals(1, accepted.write(ByteBuffer.allocate(1)));
      accepted.shutdownOutput();
      assertEquals(1, connected.read(ByteBuffer.allocate(1)));
      connected.close();
      accepted.close();
      assertTrue(Thread.interrupted(), "the interrupt status is gone");
    }
  }
}
