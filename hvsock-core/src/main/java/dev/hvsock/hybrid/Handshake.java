package dev.hvsock.hybrid;

import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import dev.hvsock.HybridAddress;
import dev.hvsock.engine.Failures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a monitor for a port of its guest, on a flow that nobody else uses yet. */
final class Handshake {
  private final Flow flow;
  private final HybridAddress address;
  private final Duration limit;
  private final long start = System.nanoTime();
  private final MonitorReply reply = new MonitorReply();

  /**
   * One that has not begun.
   *
   * @param limit how long all of it may take
   */
  Handshake(Flow flow, HybridAddress address, Duration limit) {
    this.flow = flow;
    this.address = address;
    this.limit = limit;
  }

  /** Gives the port of the host that the monitor gave the flow. */
  long run() throws IOException {
    try {
      ask();
      return awaitReply();
    } catch (SocketTimeoutException e) {
      throw timedOut();
    } catch (InterruptedIOException e) {
      throw Failures.interrupted("connect", address, 0);
    } catch (FlowClosedException | FlowResetException e) {
      throw hungUp();
    }
  }

  private void ask() throws IOException {
    String line = "CONNECT " + address.port() + "\n";
    flow.writeTimeout(left());
    flow.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
  }

  private long awaitReply() throws IOException {
    ByteBuffer next = ByteBuffer.allocate(1);
    while (reply.port().isEmpty()) {
      flow.readTimeout(left());
      if (flow.read(next.clear()) < 0) {
        throw hungUp();
      }
      if (!reply.accepts(next.get(0))) {
        throw noMonitor("what answers is no monitor, it says '" + reply + "'");
      }
    }
    return reply.port().getAsLong();
  }

  private Duration left() {
    return limit.minusNanos(System.nanoTime() - start);
  }

  private IOException hungUp() {
    return reply.isEmpty()
        ? new ConnectException(
            Failures.message(
                "connect",
                address,
                "nobody listens there in the guest: its monitor hung up (ECONNREFUSED)",
                Failures.LISTEN_FIRST))
        : noMonitor("what answers is no monitor, it hung up after '" + reply + "'");
  }

  private ProtocolException noMonitor(String reason) {
    return new ProtocolException(
        Failures.message(
            "connect",
            address,
            reason,
            "the vsock socket of Firecracker, Cloud Hypervisor or vhost-device-vsock"));
  }

  private SocketTimeoutException timedOut() {
    return new SocketTimeoutException(
        Failures.message(
            "connect",
            address,
            "the monitor did not answer within "
                + Math.max(0, limit.toMillis())
                + " ms (ETIMEDOUT)",
            "whether the guest is up, waiting for it (--retry, retryFor), or a longer"
                + " --handshake-timeout and --timeout (handshakeTimeout, timeout)"));
  }
}
