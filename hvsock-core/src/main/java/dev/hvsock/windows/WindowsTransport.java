package dev.hvsock.windows;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.engine.Direction;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.UnaryOperator;

/** What connecting and listening have in common on every family of Windows' sockets. */
abstract class WindowsTransport implements Transport {

  /** Writes an address as Winsock reads it. */
  interface Target {
    MemorySegment write(Arena arena);
  }

  /**
   * Makes a socket of that family, and a flow of it to {@code target}.
   *
   * @param anywhere what such a socket is bound to before it connects
   * @param address what the caller calls the target
   */
  final Flow connect(
      int family, Target anywhere, Target target, Address address, ConnectOptions options)
      throws IOException {
    WindowsSocket socket = WindowsSocket.open(family, "connect", address);
    boolean connected = false;
    try (Arena arena = Arena.ofConfined()) {
      socket.configure(arena, options);
      int result = socket.bind(arena, anywhere.write(arena));
      MemorySegment there = target.write(arena);
      result = result < 0 ? result : finish(socket, there, address, options);
      if (result < 0) {
        throw WindowsFailures.connect(address, result);
      }
      socket.becomeConnected(arena);
      Address local = socket.localAddress(arena, address);
      if (socket.isTcp() && local.equals(SocketAddresses.read(there))) {
        // On tcp the system may give a socket the very port it connects to, where nobody listens.
        throw WindowsFailures.connect(address, WsaError.WSAECONNREFUSED.result);
      }
      Flow flow = new WindowsFlow(socket, local, address, FlowLimits.of(options));
      connected = true;
      return flow;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  /** Connects, and waits for that; gives 0 or a negated error number. */
  private static int finish(
      WindowsSocket socket, MemorySegment target, Address address, ConnectOptions options)
      throws IOException {
    Operation operation = new Operation(socket);
    Direction connecting = new Direction("connect", address, operation, options.timeout());
    long start = connecting.begin();
    try {
      int result =
          operation.start(
              () ->
                  Winsock.ConnectEx(
                      socket.handle(),
                      target,
                      (int) target.byteSize(),
                      operation.overlapped(),
                      operation.error()));
      while (result == 0 && operation.isInFlight()) {
        connecting.await(start, 0);
      }
      return result < 0 ? result : Math.min(operation.take(), 0);
    } finally {
      operation.cancel();
      operation.release();
      connecting.finish();
    }
  }

  /**
   * Makes a socket of that family, and a listener of it at {@code target}.
   *
   * @param naming how its user calls the addresses of what it accepts
   */
  final Listener listen(
      int family,
      Target target,
      Address address,
      UnaryOperator<Address> naming,
      ListenOptions options)
      throws IOException {
    WindowsSocket socket = WindowsSocket.open(family, "listen", address);
    boolean listening = false;
    try (Arena arena = Arena.ofConfined()) {
      socket.configure(arena, options);
      // Without SO_EXCLUSIVEADDRUSE: it would keep the port from the next listener for as long as
      // flows live that this one has accepted.
      int result = socket.bind(arena, target.write(arena));
      if (result == 0) {
        result = Winsock.listen(socket.handle(), options.backlog(), WindowsSocket.error(arena));
      }
      if (result < 0) {
        throw WindowsFailures.listen(address, result);
      }
      Address local = localAddress(socket.localAddress(arena, address), address);
      Listener listener = new WindowsListener(socket, local, naming, options);
      listening = true;
      return listener;
    } finally {
      if (!listening) {
        socket.close();
      }
    }
  }

  /** The listener's address as its user wrote it, with the port that the system chose. */
  abstract Address localAddress(Address bound, Address asked);
}
