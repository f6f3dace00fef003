package dev.hvsock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.ConnectOptions;
import dev.hvsock.FlowOptions;
import dev.hvsock.KeepAlive;
import dev.hvsock.engine.Direction;
import dev.hvsock.linux.Structs.Linger;
import dev.hvsock.linux.Structs.Pollfd;
import dev.hvsock.linux.Structs.Timeval;
import dev.hvsock.linux.Structs.Ucred;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/**
 * A socket descriptor, non-blocking and close-on-exec, and the calls that set it up and take it
 * down.
 *
 * <p>Its memory is an arena that the caller holds for as long as the setting up takes.
 *
 * @param fd the descriptor
 * @param family AF_VSOCK, AF_UNIX, AF_INET or AF_INET6
 */
record LinuxSocket(int fd, int family) {
  /** The kernel's own, for buffers and for their maximum (af_vsock.c). */
  private static final long VSOCK_DEFAULT_BYTES = 256 * 1024;

  private static final long VSOCK_BULK_BYTES = 1 << 20;
  private static final long MAX_CONNECT_SECONDS = 1_000_000;

  /**
   * Makes a stream socket of that family; failures are said to be of {@code operation} on {@code
   * address}.
   */
  static LinuxSocket open(int family, String operation, Address address) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int type = LibC.SOCK_STREAM | LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC;
      int fd = LibC.socket(family, type, 0, errno(arena));
      if (fd < 0) {
        throw LinuxFailures.general(operation, address, fd);
      }
      return new LinuxSocket(fd, family);
    }
  }

  /** Memory for one error number. */
  static MemorySegment errno(Arena arena) {
    return arena.allocate(LibC.ERRNO_BYTES, Integer.BYTES);
  }

  /** Binds, and returns 0 or a negated error number. */
  int bind(Arena arena, MemorySegment address) {
    return LibC.bind(fd, address, (int) address.byteSize(), errno(arena));
  }

  /**
   * Begins to connect; returns 0 if that is done, a negated EINPROGRESS if it goes on, or another
   * negated error number.
   */
  int connect(Arena arena, MemorySegment address) {
    return LibC.connect(fd, address, (int) address.byteSize(), errno(arena));
  }

  /** How much the kernel buffers, as {@code getsockopt(2)} tells it. */
  BufferSizes bufferSizes(Arena arena) throws IOException {
    if (family == LibC.AF_VSOCK) {
      MemorySegment size = arena.allocate(JAVA_LONG);
      get(arena, LibC.AF_VSOCK, LibC.SO_VM_SOCKETS_BUFFER_SIZE, size);
      return new BufferSizes(size.get(JAVA_LONG, 0), size.get(JAVA_LONG, 0));
    }
    MemorySegment output = arena.allocate(JAVA_INT);
    get(arena, LibC.SOL_SOCKET, LibC.SO_SNDBUF, output);
    MemorySegment input = arena.allocate(JAVA_INT);
    get(arena, LibC.SOL_SOCKET, LibC.SO_RCVBUF, input);
    return new BufferSizes(output.get(JAVA_INT, 0), input.get(JAVA_INT, 0));
  }

  private void get(Arena arena, int level, int name, MemorySegment value) throws IOException {
    MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
    int result = LibC.getsockopt(fd, level, name, value, length, errno(arena));
    if (result < 0) {
      throw optionFailure("getsockopt", level, name, result);
    }
  }

  /**
   * The process that listened, or connected, at the other end of a unix socket; 0 if it is not one
   * that this one can see.
   */
  int peerProcess(Arena arena) throws IOException {
    MemorySegment credentials = arena.allocate(Ucred.SIZEOF, Integer.BYTES);
    get(arena, LibC.SOL_SOCKET, LibC.SO_PEERCRED, credentials);
    return credentials.get(JAVA_INT, Ucred.pid);
  }

  private static IOException optionFailure(String function, int level, int name, int result) {
    return new IOException(
        function + " level " + level + " name " + name + " failed (" + Errno.name(result) + ")");
  }

  /** Waits until the connecting that goes on is done; returns 0 or a negated error number. */
  int finishConnect(Arena arena, Direction connecting, long start) throws IOException {
    MemorySegment polled = arena.allocate(Pollfd.SIZEOF, Integer.BYTES);
    polled.set(JAVA_INT, Pollfd.fd, fd);
    polled.set(ValueLayout.JAVA_SHORT, Pollfd.events, (short) LibC.POLLOUT);
    while (LibC.poll(polled, 1, 0, errno(arena)) != 1) {
      connecting.await(start, 0);
    }
    MemorySegment error = arena.allocate(JAVA_INT);
    MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
    int result = LibC.getsockopt(fd, LibC.SOL_SOCKET, LibC.SO_ERROR, error, length, errno(arena));
    return result < 0 ? result : -error.get(JAVA_INT, 0);
  }

  /** Where this end lives. */
  Address localAddress(Arena arena) throws IOException {
    MemorySegment address = arena.allocate(SocketAddresses.MAX_BYTES, Long.BYTES);
    MemorySegment length = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
    int result = LibC.getsockname(fd, address, length, errno(arena));
    if (result < 0) {
      throw new IOException("getsockname failed (" + Errno.name(result) + ")");
    }
    return SocketAddresses.read(address.asSlice(0, length.get(JAVA_INT, 0)));
  }

  /**
   * Sets what must be set before the socket connects or listens, and again on what unix and tcp
   * listeners accept.
   *
   * @throws IOException if the kernel refuses a value
   */
  void configure(Arena arena, FlowOptions<?> options) throws IOException {
    if (options.bufferSize().isPresent()) {
      setBufferSize(arena, options.bufferSize().getAsLong());
    }
    if (family == LibC.AF_VSOCK && options instanceof ConnectOptions connect) {
      setVsockConnectTimeout(arena, connect.timeout());
    }
    if (isTcp()) {
      setInt(arena, LibC.IPPROTO_TCP, LibC.TCP_NODELAY, options.noDelay() ? 1 : 0);
      if (options.keepAlive().isPresent()) {
        setKeepAlive(arena, options.keepAlive().get());
      }
    }
  }

  boolean isTcp() {
    return family == LibC.AF_INET || family == LibC.AF_INET6;
  }

  private void setBufferSize(Arena arena, long bytes) throws IOException {
    if (family == LibC.AF_VSOCK) {
      // The maximum first: the kernel clamps a size to it without a word.
      setLong(arena, LibC.SO_VM_SOCKETS_BUFFER_MAX_SIZE, Math.max(bytes, VSOCK_DEFAULT_BYTES));
      setLong(arena, LibC.SO_VM_SOCKETS_BUFFER_SIZE, bytes);
    } else {
      setInt(arena, LibC.SOL_SOCKET, LibC.SO_SNDBUF, (int) bytes);
      setInt(arena, LibC.SOL_SOCKET, LibC.SO_RCVBUF, (int) bytes);
    }
  }

  /**
   * Lets the peer send more ahead, unless a size other than the kernel's own was asked for: on the
   * loopback that moves a quarter more. Done for a flow with much to move only, since what a peer
   * has sent and nobody reads takes the kernel's memory. What fails here changes nothing.
   */
  void widenForBulk(Arena arena) {
    try {
      if (bufferSizes(arena).input() == VSOCK_DEFAULT_BYTES) {
        setBufferSize(arena, VSOCK_BULK_BYTES);
      }
    } catch (IOException e) {
      // It goes on as it was.
    }
  }

  private void setKeepAlive(Arena arena, KeepAlive keepAlive) throws IOException {
    setInt(arena, LibC.IPPROTO_TCP, LibC.TCP_KEEPIDLE, (int) keepAlive.idle().toSeconds());
    setInt(arena, LibC.IPPROTO_TCP, LibC.TCP_KEEPINTVL, (int) keepAlive.interval().toSeconds());
    setInt(arena, LibC.IPPROTO_TCP, LibC.TCP_KEEPCNT, keepAlive.probes());
    setInt(arena, LibC.SOL_SOCKET, LibC.SO_KEEPALIVE, 1);
  }

  /**
   * The kernel's own limit would be 2 s. This one is longer than the caller's, which is the one
   * that counts.
   */
  private void setVsockConnectTimeout(Arena arena, Duration timeout) throws IOException {
    MemorySegment value = arena.allocate(Timeval.SIZEOF, Long.BYTES);
    value.set(JAVA_LONG, Timeval.tv_sec, Math.min(timeout.toSeconds(), MAX_CONNECT_SECONDS) + 1);
    set(arena, LibC.AF_VSOCK, LibC.SO_VM_SOCKETS_CONNECT_TIMEOUT, value);
  }

  /** Lets a listener take the port of connections that linger from an earlier one. */
  void reuseAddress(Arena arena) throws IOException {
    setInt(arena, LibC.SOL_SOCKET, LibC.SO_REUSEADDR, 1);
  }

  /** Makes closing send a reset; on tcp only, the other families take no notice. */
  void resetOnClose(Arena arena) throws IOException {
    MemorySegment value = arena.allocate(Linger.SIZEOF, Integer.BYTES);
    value.set(JAVA_INT, Linger.l_onoff, 1);
    set(arena, LibC.SOL_SOCKET, LibC.SO_LINGER, value);
  }

  private void setInt(Arena arena, int level, int name, int value) throws IOException {
    set(arena, level, name, arena.allocateFrom(JAVA_INT, value));
  }

  private void setLong(Arena arena, int name, long value) throws IOException {
    set(arena, LibC.AF_VSOCK, name, arena.allocateFrom(JAVA_LONG, value));
  }

  private void set(Arena arena, int level, int name, MemorySegment value) throws IOException {
    int result = LibC.setsockopt(fd, level, name, value, (int) value.byteSize(), errno(arena));
    if (result < 0) {
      throw optionFailure("setsockopt", level, name, result);
    }
  }

  /** Gives the descriptor back; nobody may use it after this. */
  void close() {
    try (Arena arena = Arena.ofConfined()) {
      LibC.close(fd, errno(arena));
    }
  }

  @Override
  public String toString() {
    return "descriptor " + fd;
  }
}
