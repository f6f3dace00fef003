package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("concurrent")
class UnixContractTest implements FlowContract, ListenerContract {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir static Path folder;

  @Override
  public UnixAddress freshAddress() {
    return UnixAddress.of(folder.resolve("s" + COUNT.incrementAndGet()));
  }

  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(freshAddress());
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

  @Test
  void aListenerRemovesItsPathAndNobodyElsesAtIt() throws Exception {
    Path path = Path.of(freshAddress().name());
    Listener listener = Hvsock.listen(UnixAddress.of(path));
    assertTrue(Files.exists(path));
    listener.close();
    assertFalse(Files.exists(path));
    Listener replaced = Hvsock.listen(UnixAddress.of(path));
    Files.delete(path);
    Files.writeString(path, "somebody else's");
    replaced.close();
    assertEquals("somebody else's", Files.readString(path));
  }

  @Test
  void aPathThatExistsIsNotListenedAtAndStays() throws Exception {
    Path path = Path.of(freshAddress().name());
    Files.writeString(path, "somebody else's");
    assertThrows(BindException.class, () -> Hvsock.listen(UnixAddress.of(path)));
    assertEquals("somebody else's", Files.readString(path));
  }
}
