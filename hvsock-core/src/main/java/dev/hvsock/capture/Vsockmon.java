package dev.hvsock.capture;

import dev.hvsock.foreign.CHeaders;
import dev.hvsock.foreign.CStruct;

/**
 * How Linux's {@code vsockmon} device describes packets of AF_VSOCK, whatever system this is; all
 * in little-endian order.
 *
 * @see <a
 *     href="https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/include/uapi/linux/vsockmon.h">
 *     linux/vsockmon.h</a>
 */
@CHeaders({"linux/virtio_vsock.h", "linux/vsockmon.h"})
@SuppressWarnings("MemberName") // constants and offsets are named as in C
final class Vsockmon {
  // linux/vsockmon.h
  static final int AF_VSOCK_OP_CONNECT = 1;
  static final int AF_VSOCK_OP_DISCONNECT = 2;
  static final int AF_VSOCK_OP_CONTROL = 3;
  static final int AF_VSOCK_OP_PAYLOAD = 4;
  static final int AF_VSOCK_TRANSPORT_VIRTIO = 2;
  // linux/virtio_vsock.h
  static final int VIRTIO_VSOCK_TYPE_STREAM = 1;
  static final int VIRTIO_VSOCK_OP_REQUEST = 1;
  static final int VIRTIO_VSOCK_OP_RESPONSE = 2;
  static final int VIRTIO_VSOCK_OP_RST = 3;
  static final int VIRTIO_VSOCK_OP_SHUTDOWN = 4;
  static final int VIRTIO_VSOCK_OP_RW = 5;
  static final int VIRTIO_VSOCK_OP_CREDIT_UPDATE = 6;
  static final int VIRTIO_VSOCK_OP_CREDIT_REQUEST = 7;
  static final int VIRTIO_VSOCK_SHUTDOWN_RCV = 1;
  static final int VIRTIO_VSOCK_SHUTDOWN_SEND = 2;

  private Vsockmon() {}

  /** {@code linux/vsockmon.h}: what begins each packet. */
  @CStruct("struct af_vsockmon_hdr")
  static final class AfVsockmonHdr {
    static final int SIZEOF = 32;
    static final int src_cid = 0;
    static final int dst_cid = 8;
    static final int src_port = 16;
    static final int dst_port = 20;
    static final int op = 24;
    static final int transport = 26;
    static final int len = 28;

    private AfVsockmonHdr() {}
  }

  /** {@code linux/virtio_vsock.h}: what follows it. */
  @CStruct("struct virtio_vsock_hdr")
  static final class VirtioVsockHdr {
    static final int SIZEOF = 44;
    static final int src_cid = 0;
    static final int dst_cid = 8;
    static final int src_port = 16;
    static final int dst_port = 20;
    static final int len = 24;
    static final int type = 28;
    static final int op = 30;
    static final int flags = 32;

    private VirtioVsockHdr() {}
  }
}
