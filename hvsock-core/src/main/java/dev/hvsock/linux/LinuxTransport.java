package dev.hvsock.linux;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.engine.Direction;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.engine.GrowingPause;
import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What connecting and listening have in common on every family of Linux sockets. */
abstract class LinuxTransport implements Transport {
  /** Writes an address as the kernel reads it. */
  interface Target {
    MemorySegment write(Arena arena);
  }

  /** Makes a socket of that family, and a flow of it to {@code target}. */
  final Flow connect(int family, Target target, Address address, ConnectOptions options)
      throws IOException {
    LinuxSocket socket = LinuxSocket.open(family, "connect", address);
    boolean connected = false;
    try (Arena arena = Arena.ofConfined()) {
      socket.configure(arena, options);
      Readiness writable = Readiness.output(socket);
      Direction connecting = new Direction("connect", address, writable, options.timeout());
      long start = connecting.begin();
      MemorySegment there = target.write(arena);
      int result = begin(arena, socket, there, connecting, start);
      if (result == Errno.EINPROGRESS.result || result == Errno.EINTR.result) {
        result = socket.finishConnect(arena, connecting, start);
      }
      if (result < 0) {
        throw LinuxFailures.connect(address, result);
      }
      Address local = socket.localAddress(arena);
      if (socket.isTcp() && local.equals(SocketAddresses.read(there))) {
        // On tcp the system may give a socket the very port it connects to, where nobody listens.
        throw LinuxFailures.connect(address, Errno.ECONNREFUSED.result);
      }
      Flow flow = new LinuxFlow(socket, writable, local, address, FlowLimits.of(options));
      connected = true;
      return flow;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  /**
   * Begins to connect. A unix socket whose listener's backlog is full says so with EAGAIN, and
   * nothing tells when there is room: the kernel offers no readiness to wait for, so this asks
   * again.
   */
  private static int begin(
      Arena arena, LinuxSocket socket, MemorySegment target, Direction connecting, long start)
      throws IOException {
    int result = socket.connect(arena, target);
    GrowingPause pause = new GrowingPause();
    while (result == Errno.EAGAIN.result) {
      pause.take(connecting, start);
      result = socket.connect(arena, target);
    }
    return result;
  }

  /** Makes a socket of that family, and a listener of it at {@code target}. */
  final Listener listen(int family, Target target, Address address, ListenOptions options)
      throws IOException {
    LinuxSocket socket = LinuxSocket.open(family, "listen", address);
    boolean listening = false;
    try (Arena arena = Arena.ofConfined()) {
      socket.configure(arena, options);
      if (socket.isTcp()) {
        socket.reuseAddress(arena);
      }
      int result = socket.bind(arena, target.write(arena));
      if (result >= 0) {
        result = LibC.listen(socket.fd(), options.backlog(), LinuxSocket.errno(arena));
      }
      if (result < 0) {
        throw LinuxFailures.listen(address, result);
      }
      Listener listener =
          new LinuxListener(socket, localAddress(socket.localAddress(arena), address), options);
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
