package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowHandler;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.HybridAddress;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands in for the monitor of a virtual machine that has hybrid vsock, so that programs on the
 * host which speak to a guest at {@code hybrid:} addresses can be tested without one. The programs
 * of the guest are handlers in this process, or listeners at any other address.
 *
 * {@snippet :
 * try (HybridMonitor monitor = HybridMonitor.at(folder.resolve("vm.vsock"), MonitorKind.FIRECRACKER)) {
 *   monitor.guest(5000, flow -> Flows.copy(flow, flow));
 *   Flow toGuest = Hvsock.connect(monitor.address(5000));
 *   Listener ofHost = Hvsock.listen(monitor.address(6000));
 *   Flow fromGuest = monitor.connect(6000);
 * }
 * }
 *
 * <p>Any thread may call any method.
 */
public final class HybridMonitor implements AutoCloseable {
  /** As long as Firecracker gives a guest to take a flow. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Path path;
  private final MonitorKind kind;
  private final Duration handshake;
  private final Duration reach;
  private final Map<Long, Guest> guests = new ConcurrentHashMap<>();
  private final Set<Flow> relaying = ConcurrentHashMap.newKeySet();
  private final AtomicLong ports = new AtomicLong(1 << 30);
  private final Server server;

  /** A listener in the guest. */
  private interface Guest {
    /** Takes a flow of the host's, which is told so by {@code answer}, and deals with it. */
    void take(Flow host, ByteBuffer answer) throws IOException;
  }

  private HybridMonitor(Path path, MonitorKind kind, Duration handshake, Duration reach)
      throws IOException {
    this.path = path;
    this.kind = kind;
    this.handshake = handshake;
    this.reach = reach;
    this.server = Hvsock.serve(UnixAddress.of(path), this::attend);
  }

  /**
   * Listens at {@code path}, which is removed in the end.
   *
   * @param kind what becomes of half-closes
   * @throws IOException as {@link Hvsock#listen(Address)} does
   */
  public static HybridMonitor at(Path path, MonitorKind kind) throws IOException {
    return at(path, kind, LIMIT, LIMIT);
  }

  /**
   * Listens.
   *
   * @param handshake how long a host may take to ask for a port
   * @param reach how long the target that stands for a port may take to take a flow
   */
  static HybridMonitor at(Path path, MonitorKind kind, Duration handshake, Duration reach)
      throws IOException {
    return new HybridMonitor(path, kind, handshake, reach);
  }

  /**
   * The address for programs on the host: to connect to that port of the guest, or to listen for
   * those who connect from the guest to that port of the host.
   */
  public HybridAddress address(long port) {
    return new HybridAddress(path.toString(), port);
  }

  /**
   * Has {@code program} handle each flow that comes to that port of the guest, in a virtual thread;
   * it takes the place of who listened there. As with a {@link Server}, the flow is closed when it
   * returns, and aborted when it throws.
   *
   * @return this
   */
  public HybridMonitor guest(long port, FlowHandler program) {
    guests.put(
        port,
        (host, answer) -> {
          host.write(answer);
          run(program, host);
        });
    return this;
  }

  /**
   * Has the flows that come to that port of the guest be those of a listener at {@code target}; it
   * takes the place of who listened there. Where the target cannot be connected to, nobody listens
   * in the guest.
   *
   * @return this
   */
  public HybridMonitor guest(long port, Address target) {
    guests.put(
        port,
        (host, answer) -> {
          try (Flow guest = Hvsock.connect(target, connect -> connect.timeout(reach))) {
            host.write(answer);
            join(host, guest);
          }
        });
    return this;
  }

  /** Has nobody listen at that port of the guest any more; flows that are there go on. */
  public void remove(long port) {
    guests.remove(port);
  }

  /**
   * Connects from the guest to a port of the host, where a program listens at {@link #address}.
   *
   * @return the guest's end, which is the caller's
   * @throws java.net.ConnectException if nobody listens there
   */
  public Flow connect(long port) throws IOException {
    Flow host = Hvsock.connect(address(port).arrivals());
    if (kind.passesHalfClose()) {
      return host;
    }
    FlowPair pair = Flows.pair();
    relaying.add(host);
    Thread.ofVirtual().name("hybrid-monitor").start(() -> relay(host, pair.second()));
    return pair.first();
  }

  private void relay(Flow host, Flow guest) {
    try {
      new MonitorRelay(host, guest).run();
    } catch (IOException e) {
      guest.abort();
    } finally {
      relaying.remove(host);
    }
  }

  private void attend(Flow host) throws IOException {
    long port = ConnectLine.take(host, handshake);
    Guest guest = guests.get(port);
    if (guest == null) {
      host.abort(); // at once, as monitors do: nothing is unread, so it is an end
      return;
    }
    long answer = kind.answersWithPortOfHost() ? ports.getAndIncrement() : port;
    guest.take(host, ByteBuffer.wrap(("OK " + answer + "\n").getBytes(StandardCharsets.US_ASCII)));
  }

  private void run(FlowHandler program, Flow host) throws IOException {
    if (kind.passesHalfClose()) {
      program.handle(host);
      return;
    }
    FlowPair pair = Flows.pair();
    Thread.ofVirtual().name("hybrid-guest").start(() -> run(program, pair));
    new MonitorRelay(host, pair.second()).run();
  }

  private static void run(FlowHandler program, FlowPair pair) {
    try {
      program.handle(pair.first());
      pair.first().close();
    } catch (IOException e) {
      System.getLogger("dev.hvsock")
          .log(System.Logger.Level.INFO, "a guest's flow ended early: {0}", e.getMessage());
    } finally {
      pair.first().abort();
    }
  }

  private void join(Flow host, Flow guest) throws IOException {
    if (kind.passesHalfClose()) {
      Flows.proxy(host, guest);
    } else {
      new MonitorRelay(host, guest).run();
    }
  }

  /** Stops listening, and aborts the flows that are there. Idempotent. */
  @Override
  public void close() throws IOException {
    server.stop(Duration.ZERO);
    relaying.forEach(Flow::abort);
  }
}
