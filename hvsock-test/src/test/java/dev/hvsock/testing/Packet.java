package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A packet of a capture.
 *
 * @param time in nanoseconds since the epoch
 * @param from CID and port, with a colon between
 * @param what what it tells
 */
record Packet(long time, String from, String to, What what, ByteBuffer payload) {
  private static final int HEADERS = 32 + 44;

  /** What a packet may tell. */
  enum What {
    REQUEST(1, 1, 0),
    RESPONSE(1, 2, 0),
    RST(2, 3, 0),
    SHUTDOWN_RCV(2, 4, 1),
    SHUTDOWN_SEND(2, 4, 2),
    SHUTDOWN_BOTH(2, 4, 3),
    RW(4, 5, 0),
    CREDIT_UPDATE(3, 6, 0),
    CREDIT_REQUEST(3, 7, 0);

    private final int monitor;
    private final int virtio;
    private final int flags;

    What(int monitor, int virtio, int flags) {
      this.monitor = monitor;
      this.virtio = virtio;
      this.flags = flags;
    }

    /** By vsockmon's operation, virtio's, and its flags. */
    static What of(int monitor, int virtio, int flags) {
      return List.of(values()).stream()
          .filter(w -> w.monitor == monitor && w.virtio == virtio && w.flags == flags)
          .findAny()
          .orElseThrow(
              () -> new AssertionError("no packet is " + monitor + ", " + virtio + ", " + flags));
    }
  }

  /** The packets of a file. */
  static List<Packet> read(Path file) throws IOException {
    return read(ByteBuffer.wrap(Files.readAllBytes(file)));
  }

  /** The packets in the bytes of a file. */
  static List<Packet> read(ByteBuffer file) {
    file.order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0xa1b23c4d, file.getInt());
    assertEquals(2, file.getShort());
    assertEquals(4, file.getShort());
    file.getLong();
    file.getInt();
    assertEquals(271, file.getInt());
    List<Packet> packets = new ArrayList<>();
    while (file.hasRemaining()) {
      packets.add(next(file));
    }
    return packets;
  }

  private static Packet next(ByteBuffer file) {
    long time = file.getInt() * 1_000_000_000L + file.getInt();
    int length = file.getInt();
    assertEquals(length, file.getInt(), "nothing is left out");
    ByteBuffer bytes = file.slice(file.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    file.position(file.position() + length);
    assertEquals(bytes.slice(0, 24), bytes.slice(32, 24), "both headers name the same ends");
    assertEquals(2, bytes.getShort(26), "virtio");
    assertEquals(44, bytes.getShort(28), "length of virtio's header");
    assertEquals(length - HEADERS, bytes.getInt(32 + 24));
    assertEquals(1, bytes.getShort(32 + 28), "stream");
    return new Packet(
        time,
        bytes.getLong(0) + ":" + Integer.toUnsignedString(bytes.getInt(16)),
        bytes.getLong(8) + ":" + Integer.toUnsignedString(bytes.getInt(20)),
        What.of(bytes.getShort(24), bytes.getShort(32 + 30), bytes.getInt(32 + 32)),
        bytes.slice(HEADERS, length - HEADERS));
  }

  /** All that was sent from there, in order. */
  static byte[] bytes(List<Packet> packets, String from) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    packets.stream()
        .filter(packet -> packet.from.equals(from) && packet.what == What.RW)
        .forEach(packet -> bytes.writeBytes(packet.array()));
    return bytes.toByteArray();
  }

  private byte[] array() {
    byte[] array = new byte[payload.remaining()];
    payload.get(payload.position(), array);
    return array;
  }

  /** What each tells and where it comes from, data left out. */
  static List<String> ends(List<Packet> packets) {
    return packets.stream()
        .filter(packet -> packet.what != What.RW)
        .map(packet -> packet.from + " " + packet.what)
        .toList();
  }
}
