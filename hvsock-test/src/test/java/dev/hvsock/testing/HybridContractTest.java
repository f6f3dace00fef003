package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Hvsock;
import dev.hvsock.HybridAddress;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connecting through a monitor's handshake. The listeners of the guest are hybrid ones too, to
 * which the monitor leads whoever asks for their port.
 */
@Tag("concurrent")
class HybridContractTest implements FlowContract, ListenerContract {
  private static final long DIRECT = 1;
  private static final AtomicLong PORTS = new AtomicLong(5000);
  private static final SynchronousQueue<Flow> ACCEPTED = new SynchronousQueue<>();
  private static final CountDownLatch OVER = new CountDownLatch(1);

  @TempDir static Path folder;
  private static HybridMonitor monitor;

  @BeforeAll
  static void listen() throws IOException {
    Duration atOnce = Duration.ofMillis(1); // so that a full backlog refuses, as it does in a guest
    monitor =
        HybridMonitor.at(
            folder.resolve("v"), MonitorKind.CLOUD_HYPERVISOR, Duration.ofSeconds(2), atOnce);
    monitor.guest(DIRECT, HybridContractTest::hand);
  }

  /** To the case, which has it for as long as it likes. */
  private static void hand(Flow flow) throws IOException {
    try {
      ACCEPTED.put(flow);
      OVER.await();
    } catch (InterruptedException e) {
      flow.abort();
    }
  }

  @AfterAll
  static void close() throws IOException {
    OVER.countDown();
    monitor.close();
  }

  @Override
  public HybridAddress freshAddress() {
    HybridAddress address = monitor.address(PORTS.incrementAndGet());
    monitor.guest(address.port(), address.arrivals());
    return address;
  }

  @Override
  public FlowPair connectedPair() throws IOException {
    Flow connected = Hvsock.connect(monitor.address(DIRECT));
    try {
      return new FlowPair(connected, ACCEPTED.take());
    } catch (InterruptedException e) {
      connected.abort();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public Optional<Closeable> bindOnly(Address address) throws IOException {
    return ListenerContract.super.bindOnly(((HybridAddress) address).arrivals());
  }

  @Override
  public boolean refusesWhenFull() {
    return true;
  }

  @Override
  public boolean tellsReset() {
    return false; // as on the unix sockets that it goes over
  }
}
