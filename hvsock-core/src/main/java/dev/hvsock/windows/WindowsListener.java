package dev.hvsock.windows;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import dev.hvsock.ListenOptions;
import dev.hvsock.engine.BoundListener;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.engine.LeakReport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Accepts flows on a listening stream socket of Windows. */
final class WindowsListener extends BoundListener {
  private final WindowsSocket socket;
  private final Address local;
  private final UnaryOperator<Address> naming;
  private final ListenOptions options;
  private final Accepting acceptance;
  private final Cleaner.Cleanable leakReport;

  /**
   * Takes over a listening socket, which is this listener's to close.
   *
   * @param naming how this listener's user calls the addresses of accepted flows
   */
  WindowsListener(
      WindowsSocket socket, Address local, UnaryOperator<Address> naming, ListenOptions options) {
    this(socket, new Accepting(socket, local), local, naming, options);
  }

  private WindowsListener(
      WindowsSocket socket,
      Accepting acceptance,
      Address local,
      UnaryOperator<Address> naming,
      ListenOptions options) {
    super(local, acceptance, options.acceptTimeout());
    this.socket = socket;
    this.local = local;
    this.naming = naming;
    this.options = options;
    this.acceptance = acceptance;
    this.leakReport = LeakReport.watch(this, socket);
  }

  @Override
  protected Flow accept(long start) throws IOException {
    while (true) {
      Optional<Flow> flow = acceptNext(start);
      if (flow.isPresent()) {
        return flow.get();
      }
      // Lest peers that come and go keep this thread.
      accepting().checkTime(start, 0);
      accepting().checkUndisturbed(0);
    }
  }

  /** Gives nothing if there is to be another try. */
  private Optional<Flow> acceptNext(long start) throws IOException {
    if (acceptance.isInFlight()) {
      accepting().await(start, 0);
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
  protected void free() {
    acceptance.end();
    socket.close();
    leakReport.clean();
  }
}
