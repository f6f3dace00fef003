package dev.hvsock.testing.network;

import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.MemoryAddress;
import dev.hvsock.engine.Failures;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One machine of a network: who listens at its ports, and its ends of connections. */
public final class Host {
  /** The first of the ports that are given away, as IANA has it. */
  private static final long FIRST_PORT = 49_152;

  private final Exchange exchange;
  private final String name;
  private final AtomicLong nextPort = new AtomicLong(FIRST_PORT);
  private final Map<Long, VirtualListener> listeners = new ConcurrentHashMap<>();
  private final Set<VirtualFlow> flows = ConcurrentHashMap.newKeySet();

  Host(Exchange exchange, String name) {
    this.exchange = exchange;
    this.name = name;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The address of a port of it. */
  public MemoryAddress address(long port) {
    return new MemoryAddress(name, port);
  }

  /** Connects, in one attempt. */
  public Flow connect(MemoryAddress to, ConnectOptions options) throws IOException {
    if (to.port() == MemoryAddress.ANY_PORT) {
      throw new IllegalArgumentException(
          "connect " + to + ": 'any' is for listening; try: a port, such as 5000");
    }
    exchange.checkOpen("connect", to);
    MemoryAddress from = address(freePort());
    return new Connection(exchange, from, to).connect(this, options);
  }

  private long freePort() {
    long port = nextPort.getAndIncrement();
    while (port >= MemoryAddress.ANY_PORT || listeners.containsKey(port)) {
      nextPort.compareAndSet(MemoryAddress.ANY_PORT + 1, FIRST_PORT);
      port = nextPort.getAndIncrement();
    }
    return port;
  }

  /**
   * Listens.
   *
   * @param replaces whether in the place of who listens there now
   */
  public Listener listen(long port, ListenOptions options, boolean replaces) throws IOException {
    boolean any = port == MemoryAddress.ANY_PORT;
    MemoryAddress address = address(any ? freePort() : port);
    exchange.checkOpen("listen", address);
    VirtualListener listener = new VirtualListener(this, address, options, exchange.timeline());
    VirtualListener former =
        replaces
            ? listeners.put(address.port(), listener)
            : listeners.putIfAbsent(address.port(), listener);
    if (former != null && !replaces) {
      throw new BindException(
          Failures.message(
              "listen", address, "somebody listens there already (EADDRINUSE)", "another port"));
    }
    if (former != null) {
      former.end();
    }
    return listener;
  }

  /** Ends listening at a port, if anybody does. */
  public void unlisten(long port) {
    VirtualListener listener = listeners.get(address(port).port());
    if (listener != null) {
      listener.end();
    }
  }

  Exchange exchange() {
    return exchange;
  }

  void remove(long port, VirtualListener listener) {
    listeners.remove(port, listener);
  }

  void knock(Connection connection) {
    VirtualListener listener = listeners.get(connection.target().port());
    if (listener == null || !listener.knock(connection)) {
      connection.refuse();
    }
  }

  void add(VirtualFlow flow) {
    flows.add(flow);
  }

  void remove(VirtualFlow flow) {
    flows.remove(flow);
  }

  /** Closes its listeners and aborts its ends of connections. */
  public void disconnect() {
    for (VirtualListener listener : List.copyOf(listeners.values())) {
      listener.end();
    }
    flows.forEach(Flow::abort);
  }
}
