package dev.hvsock.testing.network;

import dev.hvsock.MemoryAddress;
import dev.hvsock.engine.Failures;
import dev.hvsock.testing.VirtualTime;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where everything of one network comes together: its hosts, cables, monitors and its time. */
public final class Exchange {
  private final Timeline timeline;
  private final long seed;
  private final Map<String, Host> hosts = new ConcurrentHashMap<>();
  private final Map<Ends, Cable> cables = new ConcurrentHashMap<>();
  private final Monitors monitors = new Monitors();
  private volatile boolean closed;

  /**
   * Makes one without hosts.
   *
   * @param seed what its randomness comes from
   */
  public Exchange(VirtualTime time, long seed) {
    this.timeline = new Timeline(time);
    this.seed = seed;
  }

  /** The hosts at the ends of a cable, in their order. */
  private record Ends(String one, String other) {
    static Ends of(String one, String other) {
      return one.compareTo(other) <= 0 ? new Ends(one, other) : new Ends(other, one);
    }
  }

  /** The host of that name, a new one the first time. */
  public Host host(String name) {
    return hosts.computeIfAbsent(
        new MemoryAddress(name, 0).host(), checked -> new Host(this, checked));
  }

  /** The cable between two hosts, a new one the first time. */
  public Cable cable(String one, String other) {
    return cables.computeIfAbsent(Ends.of(one, other), ends -> new Cable());
  }

  /** Those who watch. */
  public Monitors monitors() {
    return monitors;
  }

  /** Its time. */
  public Timeline timeline() {
    return timeline;
  }

  long seed() {
    return seed;
  }

  void checkOpen(String operation, MemoryAddress address) throws IOException {
    if (closed) {
      throw Failures.unavailable(
          operation, address, "the network is closed", "a network that is open");
    }
  }

  void knock(Connection connection) {
    host(connection.target().host()).knock(connection);
  }

  /** Disconnects every host. */
  public void disconnect() {
    hosts.values().forEach(Host::disconnect);
  }

  /** Ends all that goes on, for ever. */
  public void close() {
    closed = true;
    disconnect();
    timeline.close();
  }
}
