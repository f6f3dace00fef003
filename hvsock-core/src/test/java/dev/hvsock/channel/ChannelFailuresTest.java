package dev.hvsock.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK says on Windows and not on Linux: its words are those of its Windows sources. */
class ChannelFailuresTest {
  private static final UnixAddress ADDRESS = new UnixAddress("C:\\run\\s");

  @TempDir Path folder;

  private static String transfer(IOException e, Class<? extends IOException> type) {
    IOException failure = ChannelFailures.transfer("write", ADDRESS, e);
    assertSame(type, failure.getClass());
    return String.valueOf(failure.getMessage());
  }

  @Test
  void resetsAreKnownByTheirWords() {
    String message = "write unix:C:\\run\\s: the peer is gone (ECONNRESET)";
    assertEquals(
        message, transfer(new IOException("Connection reset by peer"), FlowResetException.class));
    assertEquals(
        message, transfer(new SocketException("Connection reset"), FlowResetException.class));
  }

  @Test
  void aPeerThatReadsNoMoreIsKnownByItsWords() {
    assertEquals(
        "write unix:C:\\run\\s: the peer reads no more (EPIPE)",
        transfer(new IOException("Broken pipe"), FlowClosedException.class));
  }

  /** In the language of the system. */
  @Test
  void anyOtherFailureToMoveBytesIsTheEndOfTheConnection() {
    IOException e =
        new IOException("Eine bestehende Verbindung wurde softwaregesteuert abgebrochen");
    assertEquals(
        "write unix:C:\\run\\s: the connection is lost: " + e.getMessage(),
        transfer(e, FlowResetException.class));
    assertSame(e, ChannelFailures.transfer("write", ADDRESS, e).getCause());
  }

  private static String connect(Path path, IOException e, Class<? extends IOException> type) {
    IOException failure = ChannelFailures.connect(ADDRESS, path, e);
    assertSame(type, failure.getClass());
    return String.valueOf(failure.getMessage());
  }

  @Test
  void windowsRefusesAlsoWhereThereIsNoPath() throws Exception {
    ConnectException refused = new ConnectException("Connection refused: connect");
    assertEquals(
        "connect unix:C:\\run\\s: no such path, so nobody listens there (ENOENT);"
            + " try: a listener there first, or waiting for one (--retry, retryFor)",
        connect(folder.resolve("s"), refused, ConnectException.class));
    assertEquals(
        "connect unix:C:\\run\\s: nobody listens there (ECONNREFUSED);"
            + " try: a listener there first, or waiting for one (--retry, retryFor)",
        connect(Files.createFile(folder.resolve("s")), refused, ConnectException.class));
  }

  /** Words count for more than what the file system looks like by now. */
  @Test
  void aListenerMayComeOrGoBetweenTheFailureAndTheLookForItsReason() throws Exception {
    Path come = Files.createFile(folder.resolve("come"));
    SocketException missing = new SocketException("No such file or directory");
    assertTrue(connect(come, missing, ConnectException.class).contains("(ENOENT); try: "));
    IOException failure =
        ChannelFailures.listen(
            ADDRESS, folder.resolve("gone"), new BindException("Address already in use: bind"));
    assertSame(BindException.class, failure.getClass());
    assertTrue(String.valueOf(failure.getMessage()).contains("(EADDRINUSE); try: "));
  }

  @Test
  void timeAndPermissionAreKnownByTheirWords() {
    assertEquals(
        "connect unix:C:\\run\\s: no answer in time (ETIMEDOUT); try: a longer timeout",
        connect(
            folder,
            new ConnectException("Connection timed out: connect"),
            SocketTimeoutException.class));
    assertEquals(
        "connect unix:C:\\run\\s: permission denied (EACCES);"
            + " try: as the user who may use that socket",
        connect(folder, new SocketException("Permission denied: connect"), SocketException.class));
  }

  @Test
  void otherWordsAreHandedOn() {
    assertEquals(
        "connect unix:C:\\run\\s: the socket there does not take it: Invalid argument: connect",
        connect(folder, new SocketException("Invalid argument: connect"), SocketException.class));
  }
}
