package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.Flow;
import dev.hvsock.FlowOptions;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.VsockAddress;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only AF_VSOCK has; runs in a guest, and nowhere else. */
@Tag("guest")
@ExtendWith(Watchdog.class)
class VsockOptionsTest {
  private static final AtomicLong PORTS = new AtomicLong(0x3000_0000);
  private static final int BETWEEN = 700 * 1024; // more than a default buffer, less than a MiB

  private static Address fresh() {
    return VsockAddress.local(PORTS.incrementAndGet());
  }

  @Test
  void thisMachineHasTheCidOfItsLoopback() throws IOException {
    assertEquals(VsockAddress.LOCAL_CID, Hvsock.localCid());
  }

  @Test
  void aPeerWhoseCidIsAllowedIsAccepted() throws IOException {
    try (Listener listener =
            Hvsock.listen(fresh(), listen -> listen.allowCids(Set.of(VsockAddress.LOCAL_CID)));
        Flow connected = Hvsock.connect(listener.localAddress());
        Flow accepted = listener.accept()) {
      connected.write(ByteBuffer.wrap(new byte[] {7}));
      assertEquals(7, accepted.inputStream().read());
    }
  }

  @Test
  void aPeerWhoseCidIsNotAllowedIsTurnedAway() throws IOException {
    try (Listener listener =
            Hvsock.listen(
                fresh(),
                listen -> listen.allowCids(Set.of(42L)).acceptTimeout(Duration.ofSeconds(2)));
        Flow connected = Hvsock.connect(listener.localAddress())) {
      assertThrows(SocketTimeoutException.class, listener::accept);
      assertEquals(-1, connected.inputStream().read());
    }
  }

  @Test
  void aLargerBufferHoldsMoreThanTheKernelsOwnMaximum() throws IOException {
    assertThrows(SocketTimeoutException.class, () -> writeUnread(options -> {}));
    writeUnread(options -> options.bufferSize(1 << 20));
  }

  @Test
  void aFlowWithMuchToMoveGetsALargerBuffer() throws Exception {
    assertEquals(new BufferSizes(262_144, 262_144), bufferSizesAfter(3 << 20, options -> {}));
    assertEquals(new BufferSizes(1 << 20, 1 << 20), bufferSizesAfter(5 << 20, options -> {}));
    assertEquals(
        new BufferSizes(100_000, 100_000),
        bufferSizesAfter(5 << 20, options -> options.bufferSize(100_000)));
  }

  private static BufferSizes bufferSizesAfter(int bytes, Setting setting) throws Exception {
    try (Listener listener = Hvsock.listen(fresh(), setting::apply);
        Flow connected = Hvsock.connect(listener.localAddress());
        Flow accepted = listener.accept()) {
      Task<Integer> sent =
          new Task<>(Thread.ofVirtual(), () -> connected.write(ByteBuffer.allocate(bytes)));
      accepted.inputStream().readNBytes(bytes);
      assertEquals(bytes, sent.get());
      return accepted.bufferSizes().orElseThrow();
    }
  }

  private interface Setting {
    void apply(FlowOptions<?> options);
  }

  /** Writes to a peer that reads nothing. */
  private static void writeUnread(Setting setting) throws IOException {
    try (Listener listener = Hvsock.listen(fresh(), setting::apply);
        Flow connected = Hvsock.connect(listener.localAddress(), setting::apply);
        Flow accepted = listener.accept()) {
      connected.writeTimeout(Duration.ofSeconds(2));
      try {
        assertEquals(BETWEEN, connected.write(ByteBuffer.allocate(BETWEEN)));
      } finally {
        assertTrue(accepted.isOpen());
        accepted.abort();
      }
    }
  }
}
