package dev.hvsock.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A peer names itself as it likes; whoever accepts must live with that. */
class PeerNamesTest {

  /** The name by which a flow is known whose peer has bound itself to these bytes. */
  private static UnixAddress seenAs(byte... name) throws IOException {
    UnixAddress address = UnixAddress.abstractName("hvsock-names-" + ProcessHandle.current().pid());
    try (Listener listener = Hvsock.listen(address);
        Arena arena = Arena.ofConfined()) {
      LinuxSocket peer = LinuxSocket.open(LibC.AF_UNIX, "connect", address);
      try {
        MemorySegment bound = arena.allocate(Structs.SockaddrUn.sun_path + 1 + name.length, 2);
        bound.set(ValueLayout.JAVA_SHORT, 0, (short) LibC.AF_UNIX);
        MemorySegment.copy(
            name, 0, bound, ValueLayout.JAVA_BYTE, Structs.SockaddrUn.sun_path + 1, name.length);
        assertEquals(0, peer.bind(arena, bound));
        assertEquals(0, peer.connect(arena, SocketAddresses.write(arena, address)));
        Flow flow = listener.accept();
        flow.abort();
        return (UnixAddress) flow.remoteAddress();
      } finally {
        peer.close();
      }
    }
  }

  @Test
  void aNameThatCanBeWrittenIsKept() throws IOException {
    String name = "peer-" + ProcessHandle.current().pid();
    assertEquals(UnixAddress.abstractName(name), seenAs(name.getBytes(UTF_8)));
  }

  @Test
  void aNameThatCannotBeWrittenIsNone() throws IOException {
    byte[] invalid = new byte[UnixAddress.MAX_BYTES];
    Arrays.fill(invalid, (byte) 0xFF);
    assertEquals(new UnixAddress(""), seenAs(invalid));
    assertEquals(new UnixAddress(""), seenAs((byte) 'a', (byte) 0, (byte) 'b'));
  }
}
