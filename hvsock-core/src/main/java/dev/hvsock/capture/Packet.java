package dev.hvsock.capture;

import dev.hvsock.Capture.Event;
import dev.hvsock.capture.Vsockmon.AfVsockmonHdr;
import dev.hvsock.capture.Vsockmon.VirtioVsockHdr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory for one packet at a time, as a pcap file has it: a header of the file's, one of vsockmon's
 * and one of virtio's, and the payload. What virtio says of buffers (buf_alloc, fwd_cnt) nobody
 * knows here; it is 0.
 */
final class Packet {
  /** How many bytes of payload one holds. */
  static final int MAX_PAYLOAD = 64 * 1024;

  private static final int RECORD = 0;
  private static final int RECORD_BYTES = 16;
  private static final int MONITOR = RECORD_BYTES;
  private static final int VIRTIO = MONITOR + AfVsockmonHdr.SIZEOF;
  private static final int PAYLOAD = VIRTIO + VirtioVsockHdr.SIZEOF;
  private static final long NANOS = 1_000_000_000;

  private final ByteBuffer bytes =
      ByteBuffer.allocate(PAYLOAD + MAX_PAYLOAD).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * Makes a packet.
   *
   * @param time in nanoseconds since the epoch
   * @param payload up to {@link #MAX_PAYLOAD} bytes, which are taken out
   * @return the packet's bytes, until the next one is made
   */
  ByteBuffer make(long time, Place from, Place to, Event event, ByteBuffer payload) {
    int length = payload.remaining();
    bytes.clear();
    record(time, PAYLOAD - RECORD_BYTES + length);
    monitor(from, to, event);
    virtio(from, to, event, length);
    return bytes.position(PAYLOAD).put(payload).flip();
  }

  private void record(long time, int length) {
    bytes
        .putInt(RECORD, (int) Math.floorDiv(time, NANOS))
        .putInt(RECORD + 4, (int) Math.floorMod(time, NANOS))
        .putInt(RECORD + 8, length)
        .putInt(RECORD + 12, length);
  }

  private void monitor(Place from, Place to, Event event) {
    bytes
        .putLong(MONITOR + AfVsockmonHdr.src_cid, from.cid())
        .putLong(MONITOR + AfVsockmonHdr.dst_cid, to.cid())
        .putInt(MONITOR + AfVsockmonHdr.src_port, (int) from.port())
        .putInt(MONITOR + AfVsockmonHdr.dst_port, (int) to.port())
        .putShort(MONITOR + AfVsockmonHdr.op, (short) monitorOperation(event))
        .putShort(MONITOR + AfVsockmonHdr.transport, (short) Vsockmon.AF_VSOCK_TRANSPORT_VIRTIO)
        .putShort(MONITOR + AfVsockmonHdr.len, (short) VirtioVsockHdr.SIZEOF);
  }

  private void virtio(Place from, Place to, Event event, int length) {
    bytes
        .putLong(VIRTIO + VirtioVsockHdr.src_cid, from.cid())
        .putLong(VIRTIO + VirtioVsockHdr.dst_cid, to.cid())
        .putInt(VIRTIO + VirtioVsockHdr.src_port, (int) from.port())
        .putInt(VIRTIO + VirtioVsockHdr.dst_port, (int) to.port())
        .putInt(VIRTIO + VirtioVsockHdr.len, length)
        .putShort(VIRTIO + VirtioVsockHdr.type, (short) Vsockmon.VIRTIO_VSOCK_TYPE_STREAM)
        .putShort(VIRTIO + VirtioVsockHdr.op, (short) virtioOperation(event))
        .putInt(VIRTIO + VirtioVsockHdr.flags, flags(event));
  }

  /** As the kernel classifies them in {@code virtio_transport_build_skb}. */
  private static int monitorOperation(Event event) {
    return switch (event) {
      case CONNECT, ACCEPT -> Vsockmon.AF_VSOCK_OP_CONNECT;
      case DATA -> Vsockmon.AF_VSOCK_OP_PAYLOAD;
      case SHUTDOWN_INPUT, SHUTDOWN_OUTPUT, CLOSE, RESET -> Vsockmon.AF_VSOCK_OP_DISCONNECT;
      case PROBE, ANSWER -> Vsockmon.AF_VSOCK_OP_CONTROL;
    };
  }

  private static int virtioOperation(Event event) {
    return switch (event) {
      case CONNECT -> Vsockmon.VIRTIO_VSOCK_OP_REQUEST;
      case ACCEPT -> Vsockmon.VIRTIO_VSOCK_OP_RESPONSE;
      case DATA -> Vsockmon.VIRTIO_VSOCK_OP_RW;
      case SHUTDOWN_INPUT, SHUTDOWN_OUTPUT, CLOSE -> Vsockmon.VIRTIO_VSOCK_OP_SHUTDOWN;
      case RESET -> Vsockmon.VIRTIO_VSOCK_OP_RST;
      case PROBE -> Vsockmon.VIRTIO_VSOCK_OP_CREDIT_REQUEST;
      case ANSWER -> Vsockmon.VIRTIO_VSOCK_OP_CREDIT_UPDATE;
    };
  }

  private static int flags(Event event) {
    return switch (event) {
      case SHUTDOWN_INPUT -> Vsockmon.VIRTIO_VSOCK_SHUTDOWN_RCV;
      case SHUTDOWN_OUTPUT -> Vsockmon.VIRTIO_VSOCK_SHUTDOWN_SEND;
      case CLOSE -> Vsockmon.VIRTIO_VSOCK_SHUTDOWN_RCV | Vsockmon.VIRTIO_VSOCK_SHUTDOWN_SEND;
      case CONNECT, ACCEPT, DATA, RESET, PROBE, ANSWER -> 0;
    };
  }
}
