package dev.hvsock.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.ConnectOptions;
import dev.hvsock.FlowOptions;
import dev.hvsock.KeepAlive;
import dev.hvsock.engine.Failures;
import dev.hvsock.windows.Structs.Linger;
import dev.hvsock.windows.Structs.WsaData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * A socket for overlapped operations, which the completion port hands back; and the calls that set
 * it up and take it down.
 *
 * <p>Its memory is an arena that the caller holds for as long as the setting up takes.
 *
 * @param handle the socket
 * @param family AF_HYPERV, AF_INET or AF_INET6
 * @param skipsPortOnSuccess whether an operation that succeeds at once does not come to the
 *     completion port as well
 */
record WindowsSocket(long handle, int family, boolean skipsPortOnSuccess) {

  /** Winsock is to be started up once; what came of it. */
  private static final class Startup {
    static final int RESULT = run();

    private static int run() {
      try (Arena arena = Arena.ofConfined()) {
        return Winsock.WSAStartup(arena.allocate(WsaData.SIZEOF, Long.BYTES), error(arena));
      }
    }
  }

  /**
   * Makes a stream socket of that family; failures are said to be of {@code operation} on {@code
   * address}.
   */
  static WindowsSocket open(int family, String operation, Address address) throws IOException {
    if (Startup.RESULT < 0) {
      throw Failures.unavailable(
          operation,
          address,
          "Winsock does not start (" + WsaError.name(Startup.RESULT) + ")",
          "a restart of Windows");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = error(arena);
      long handle =
          Winsock.WSASocketW(
              family,
              Winsock.SOCK_STREAM,
              family == Winsock.AF_HYPERV ? Winsock.HV_PROTOCOL_RAW : Winsock.IPPROTO_TCP,
              Winsock.WSA_FLAG_OVERLAPPED | Winsock.WSA_FLAG_NO_HANDLE_INHERIT,
              error);
      if (handle < 0) {
        throw WindowsFailures.general(operation, address, handle);
      }
      long result = CompletionPort.associate(handle, error);
      if (result < 0) {
        Winsock.closesocket(handle, error);
        throw WindowsFailures.general(operation, address, result);
      }
      int modes =
          Kernel32.FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | Kernel32.FILE_SKIP_SET_EVENT_ON_HANDLE;
      return new WindowsSocket(
          handle, family, Kernel32.SetFileCompletionNotificationModes(handle, modes, error) == 0);
    }
  }

  /** Memory for one error number. */
  static MemorySegment error(Arena arena) {
    return arena.allocate(WindowsLibrary.ERROR_BYTES, Integer.BYTES);
  }

  boolean isTcp() {
    return family != Winsock.AF_HYPERV;
  }

  /** Binds, and returns 0 or a negated error number. */
  int bind(Arena arena, MemorySegment address) {
    return Winsock.bind(handle, address, (int) address.byteSize(), error(arena));
  }

  /** Where this end lives; a failure is said to be of {@code address}. */
  Address localAddress(Arena arena, Address address) throws IOException {
    return name(arena, address, "getsockname", Winsock::getsockname);
  }

  /** Where the other end lives; a failure is said to be of {@code address}. */
  Address remoteAddress(Arena arena, Address address) throws IOException {
    return name(arena, address, "getpeername", Winsock::getpeername);
  }

  private interface Naming {
    int run(long socket, MemorySegment address, MemorySegment length, MemorySegment error);
  }

  private Address name(Arena arena, Address of, String function, Naming naming) throws IOException {
    MemorySegment address = arena.allocate(SocketAddresses.MAX_BYTES, Long.BYTES);
    MemorySegment length = arena.allocate(JAVA_INT);
    length.set(JAVA_INT, 0, (int) address.byteSize());
    int result = naming.run(handle, address, length, error(arena));
    if (result < 0) {
      throw WindowsFailures.transfer(function, of, result);
    }
    return SocketAddresses.read(address.asSlice(0, length.get(JAVA_INT, 0)));
  }

  /**
   * Sets what must be set before the socket connects or listens, and again on what is accepted.
   *
   * @throws IOException if Winsock refuses a value
   */
  void configure(Arena arena, FlowOptions<?> options) throws IOException {
    if (options.bufferSize().isPresent()) {
      int bytes = (int) options.bufferSize().getAsLong();
      set(arena, Winsock.SOL_SOCKET, Winsock.SO_SNDBUF, bytes);
      set(arena, Winsock.SOL_SOCKET, Winsock.SO_RCVBUF, bytes);
    }
    if (isTcp()) {
      configureTcp(arena, options);
    } else {
      configureHyperv(arena, options);
    }
  }

  private void configureTcp(Arena arena, FlowOptions<?> options) throws IOException {
    set(arena, Winsock.IPPROTO_TCP, Winsock.TCP_NODELAY, options.noDelay() ? 1 : 0);
    if (options.keepAlive().isPresent()) {
      KeepAlive keepAlive = options.keepAlive().get();
      int idle = (int) keepAlive.idle().toSeconds();
      int interval = (int) keepAlive.interval().toSeconds();
      set(arena, Winsock.IPPROTO_TCP, Winsock.TCP_KEEPIDLE, idle);
      set(arena, Winsock.IPPROTO_TCP, Winsock.TCP_KEEPINTVL, interval);
      set(arena, Winsock.IPPROTO_TCP, Winsock.TCP_KEEPCNT, keepAlive.probes());
      set(arena, Winsock.SOL_SOCKET, Winsock.SO_KEEPALIVE, 1);
    }
  }

  private void configureHyperv(Arena arena, FlowOptions<?> options) throws IOException {
    if (options instanceof ConnectOptions connect) {
      setConnectTimeout(arena, connectMillis(connect.timeout()));
    }
    if (options.connectedSuspend()) {
      set(arena, Winsock.HV_PROTOCOL_RAW, Winsock.HVSOCKET_CONNECTED_SUSPEND, 1);
    }
    if (options.containerPassthrough()) {
      set(arena, Winsock.HV_PROTOCOL_RAW, Winsock.HVSOCKET_CONTAINER_PASSTHRU, 1);
    }
  }

  private void setConnectTimeout(Arena arena, int millis) {
    try {
      set(arena, Winsock.HV_PROTOCOL_RAW, Winsock.HVSOCKET_CONNECT_TIMEOUT, millis);
    } catch (IOException e) {
      // A Windows that cannot be told gives up sooner than asked, by a limit of its own.
    }
  }

  /**
   * Windows' own limit would be 2 s. This one is longer than the caller's, which is the one that
   * counts, as far as Windows allows.
   */
  static int connectMillis(Duration timeout) {
    long millis =
        timeout.compareTo(Duration.ofHours(1)) > 0 ? Long.MAX_VALUE : timeout.toMillis() + 1000;
    return (int) Math.min(millis, Winsock.HVSOCKET_CONNECT_TIMEOUT_MAX);
  }

  /** Makes an accepted socket one of the listener's kind, which it is not until then. */
  void adoptFrom(Arena arena, WindowsSocket listening) throws IOException {
    MemorySegment value = arena.allocate(Long.BYTES, Long.BYTES);
    value.set(JAVA_LONG, 0, listening.handle);
    set(arena, Winsock.SOL_SOCKET, Winsock.SO_UPDATE_ACCEPT_CONTEXT, value);
  }

  /** Makes a connected socket know that it is. */
  void becomeConnected(Arena arena) throws IOException {
    set(arena, Winsock.SOL_SOCKET, Winsock.SO_UPDATE_CONNECT_CONTEXT, MemorySegment.NULL);
  }

  /** Makes closing send a reset, where the transport has such a thing. */
  void resetOnClose(Arena arena) throws IOException {
    MemorySegment value = arena.allocate(Linger.SIZEOF, Short.BYTES);
    value.set(JAVA_SHORT, Linger.l_onoff, (short) 1);
    set(arena, Winsock.SOL_SOCKET, Winsock.SO_LINGER, value);
  }

  /** How much Windows buffers, as {@code getsockopt} tells it. */
  BufferSizes bufferSizes(Arena arena) throws IOException {
    return new BufferSizes(get(arena, Winsock.SO_SNDBUF), get(arena, Winsock.SO_RCVBUF));
  }

  private int get(Arena arena, int name) throws IOException {
    MemorySegment value = arena.allocate(JAVA_INT);
    MemorySegment length = arena.allocate(JAVA_INT);
    length.set(JAVA_INT, 0, Integer.BYTES);
    int result = Winsock.getsockopt(handle, Winsock.SOL_SOCKET, name, value, length, error(arena));
    if (result < 0) {
      throw optionFailure("getsockopt", Winsock.SOL_SOCKET, name, result);
    }
    return value.get(JAVA_INT, 0);
  }

  private void set(Arena arena, int level, int name, int value) throws IOException {
    MemorySegment segment = arena.allocate(JAVA_INT);
    segment.set(JAVA_INT, 0, value);
    set(arena, level, name, segment);
  }

  private void set(Arena arena, int level, int name, MemorySegment value) throws IOException {
    int result =
        Winsock.setsockopt(handle, level, name, value, (int) value.byteSize(), error(arena));
    if (result < 0) {
      throw optionFailure("setsockopt", level, name, result);
    }
  }

  private static IOException optionFailure(String function, int level, int name, int result) {
    return new IOException(
        "%s level 0x%x name 0x%x failed (%s)"
            .formatted(function, level, name, WsaError.name(result)));
  }

  /** Ends a direction; gives 0 or a negated error number. */
  int shutdown(int how) {
    try (Arena arena = Arena.ofConfined()) {
      return Winsock.shutdown(handle, how, error(arena));
    }
  }

  /** Gives the socket back; no operation is in flight. */
  void close() {
    try (Arena arena = Arena.ofConfined()) {
      Winsock.closesocket(handle, error(arena));
    }
  }

  @Override
  public String toString() {
    return "socket " + handle;
  }
}
