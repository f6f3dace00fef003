package dev.hvsock.windows;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.engine.Direction;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.engine.LeakReport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Accepts flows on a listening stream socket of Windows. */
final class WindowsListener implements Listener {
  private final WindowsSocket socket;
  private final Address local;
  private final UnaryOperator<Address> naming;
  private final ListenOptions options;
  private final Accepting acceptance;
  private final Direction accepting;
  private final Cleaner.Cleanable leakReport;
  // Guarded by the lock of accepting.
  private boolean freed;

  /**
   * Takes over a listening socket, which is this listener's to close.
   *
   * @param naming how this listener's user calls the addresses of accepted flows
   */
  WindowsListener(
      WindowsSocket socket, Address local, UnaryOperator<Address> naming, ListenOptions options) {
    this.socket = socket;
    this.local = local;
    this.naming = naming;
    this.options = options;
    this.acceptance = new Accepting(socket, local);
    this.accepting = new Direction("accept", local, acceptance, options.acceptTimeout());
    this.leakReport = LeakReport.watch(this, socket);
  }

  @Override
  public Flow accept() throws IOException {
    long start = accepting.begin();
    try {
      while (true) {
        Optional<Flow> flow = acceptNext(start);
        if (flow.isPresent()) {
          return flow.get();
        }
        // Lest peers that come and go keep this thread.
        accepting.checkTime(start, 0);
        accepting.checkUndisturbed(0);
      }
    } finally {
      accepting.finish();
    }
  }

  /** Gives nothing if there is to be another try. */
  private Optional<Flow> acceptNext(long start) throws IOException {
    if (acceptance.isInFlight()) {
      accepting.await(start, 0);
      return Optional.empty();
    }
    if (!acceptance.isDone()) {
      checkGoesOn(acceptance.begin());
      return Optional.empty();
    }
    int result = acceptance.takeOutcome();
    checkGoesOn(result);
    return result < 0 ? Optional.empty() : flow(acceptance.takeAccepted());
  }

  private void checkGoesOn(int result) throws IOException {
    switch (WsaError.of(result)) {
      // The peer went away while it waited to be accepted.
      case WSAECONNRESET, WSAECONNABORTED, ERROR_NETNAME_DELETED -> {}
      default -> {
        if (result < 0) {
          throw WindowsFailures.general("accept", local, result);
        }
      }
    }
  }

  /** Gives nothing if the peer is gone already. */
  private Optional<Flow> flow(WindowsSocket accepted) throws IOException {
    boolean made = false;
    try (Arena arena = Arena.ofConfined()) {
      accepted.adoptFrom(arena, socket);
      accepted.configure(arena, options);
      // On AF_HYPERV an accepted socket's own name has another service than the one that is served.
      Address here = accepted.isTcp() ? accepted.localAddress(arena, local) : local;
      Address there = naming.apply(accepted.remoteAddress(arena, local));
      Flow flow = new WindowsFlow(accepted, here, there, FlowLimits.of(options));
      made = true;
      return Optional.of(flow);
    } catch (FlowResetException e) {
      return Optional.empty();
    } finally {
      if (!made) {
        accepted.close();
      }
    }
  }

  @Override
  public Address localAddress() {
    return local;
  }

  @Override
  public Duration acceptTimeout() {
    return accepting.timeout();
  }

  @Override
  public void acceptTimeout(Duration timeout) {
    accepting.timeout(timeout);
  }

  @Override
  public boolean isOpen() {
    return accepting.isOpen();
  }

  @Override
  public void close() throws IOException {
    accepting.close();
    accepting.exclusively(
        () -> {
          if (!freed) {
            freed = true;
            acceptance.end();
            socket.close();
            leakReport.clean();
          }
        });
  }

  @Override
  public String toString() {
    return local.toString();
  }
}
