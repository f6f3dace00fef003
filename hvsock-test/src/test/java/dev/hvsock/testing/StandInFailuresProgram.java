package dev.hvsock.testing;

import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Every call and every operation of a flow's life fails once, wherever in that life it comes; what
 * the flow's user is told, and that nothing is left open.
 */
final class StandInFailuresProgram {
  private static final List<ForwardTransport> TRANSPORTS =
      List.of(ForwardTransport.HYPERV, ForwardTransport.TCP);

  private static final int WSAENOBUFS = 10055;
  private static final int CONNECTION_RESET = 0xC000020D;
  private static final int CONNECTION_ABORTED = 0xC0000241;
  private static final int NO_RESOURCES = 0xC000009A;

  /** Those that a flow's life has, but for those that happen once in a process. */
  private static final List<StandIn.Call> CALLS =
      List.of(
          StandIn.Call.WSA_SOCKET,
          StandIn.Call.BIND,
          StandIn.Call.LISTEN,
          StandIn.Call.GETSOCKNAME,
          StandIn.Call.GETPEERNAME,
          StandIn.Call.SETSOCKOPT,
          StandIn.Call.GETSOCKOPT,
          StandIn.Call.SHUTDOWN,
          StandIn.Call.WSA_RECV,
          StandIn.Call.WSA_SEND,
          StandIn.Call.ACCEPT_EX,
          StandIn.Call.CONNECT_EX,
          StandIn.Call.ASSOCIATE,
          StandIn.Call.DEQUEUE,
          StandIn.Call.SET_MODES,
          StandIn.Call.CANCEL);

  /** Whose failure is seen by nobody. */
  private static final Set<StandIn.Call> MADE_UP_FOR =
      Set.of(StandIn.Call.DEQUEUE, StandIn.Call.SET_MODES, StandIn.Call.CANCEL);

  private final StandIn standIn = new StandIn();

  private StandInFailuresProgram() {}

  public static void main(String[] args) throws Exception {
    StandInFailuresProgram program = new StandInFailuresProgram();
    program.portIsMadeAtASecondTry();
    program.optionsOfHyperVAreSet();
    for (ForwardTransport transport : TRANSPORTS) {
      for (StandIn.Call call : CALLS) {
        program.eachCallFails(transport, call);
      }
      for (StandIn.Kind kind : StandIn.Kind.values()) {
        program.eachOperationFails(transport, kind);
      }
      program.failedConnects(transport);
      program.failedTransfers(transport);
      program.failedAccepts(transport);
    }
    System.exit(0);
  }

  private void portIsMadeAtASecondTry() throws Exception {
    standIn.demand(StandIn.Call.CREATE_PORT, 0, WSAENOBUFS);
    IOException e =
        expectFailure(IOException.class, () -> Hvsock.listen(ForwardTransport.HYPERV.fresh()));
    check(e.toString().contains("WSAENOBUFS"), e.toString());
    check(standIn.openSockets() == 0, "a socket is lost");
    use(ForwardTransport.HYPERV);
  }

  private void optionsOfHyperVAreSet() throws Exception {
    int plain = optionsSet(connect -> {});
    int more = optionsSet(connect -> connect.connectedSuspend(true).containerPassthrough(true));
    check(more == plain + 2, more - plain + " options more than without");
  }

  private int optionsSet(Consumer<ConnectOptions> options) throws IOException {
    try (Listener listener = Hvsock.listen(ForwardTransport.HYPERV.fresh())) {
      int before = standIn.called(StandIn.Call.SETSOCKOPT);
      Flow flow = Hvsock.connect(listener.localAddress(), options);
      int set = standIn.called(StandIn.Call.SETSOCKOPT) - before;
      flow.abort();
      return set;
    }
  }

  private void eachCallFails(ForwardTransport transport, StandIn.Call call) throws Exception {
    int count = 0;
    int failures = 0;
    while (true) {
      standIn.demand(call, count, WSAENOBUFS);
      boolean failed = fails(transport, "WSAENOBUFS");
      boolean came = !standIn.isDemanded(call);
      standIn.demand(call, 0, 0);
      if (!came) {
        check(!failed, "it failed though nothing was to");
        break;
      }
      count++;
      failures += failed ? 1 : 0;
    }
    System.out.printf(
        "%s: %d calls of %s failed, and the flow or listener %d times%n",
        transport, count, call, failures);
    check(count > 0, call + " is never called");
    check(
        failures == count - madeUpFor(transport, call, count),
        "it is made up for more calls or fewer than thought");
    use(transport);
  }

  /** How many of these calls may fail without anybody's noticing. */
  private static int madeUpFor(ForwardTransport transport, StandIn.Call call, int count) {
    if (MADE_UP_FOR.contains(call)) {
      return count;
    }
    // One asks for a reset when an aborted flow is closed, which then ends like any other; one sets
    // how long Hyper-V itself tries to connect, which this end limits as well.
    int options = transport == ForwardTransport.HYPERV ? 2 : 1;
    return call == StandIn.Call.SETSOCKOPT ? options : 0;
  }

  private void eachOperationFails(ForwardTransport transport, StandIn.Kind kind) throws Exception {
    int count = 0;
    while (true) {
      standIn.demand(kind, count, NO_RESOURCES);
      boolean failed = fails(transport, "WSAENOBUFS");
      boolean came = !standIn.isDemanded(kind);
      standIn.demand(kind, 0, 0);
      check(failed == came, kind + " number " + count + ": failed " + failed + ", came " + came);
      if (!came) {
        break;
      }
      count++;
    }
    System.out.println(
        transport + ": each of " + count + " operations of " + kind + " failed once");
    check(count > 0, "no operation of kind " + kind);
    use(transport);
  }

  /** Whether one life of a flow ends with a failure, which has to name the error. */
  private boolean fails(ForwardTransport transport, String error) throws Exception {
    boolean failed = false;
    try {
      use(transport);
    } catch (IOException e) {
      check(e.toString().contains(error), "a failure that does not tell why: " + e);
      failed = true;
    }
    StandInEndsProgram.checkNothingIsLeft(standIn);
    return failed;
  }

  /** All that happens in the life of a flow. */
  private static void use(ForwardTransport transport) throws IOException {
    try (Listener listener =
            Hvsock.listen(transport.fresh(), listen -> listen.closeTimeout(Duration.ZERO));
        Flow client =
            Hvsock.connect(
                listener.localAddress(), connect -> connect.closeTimeout(Duration.ZERO));
        Flow accepted = listener.accept()) {
      check(client.bufferSizes().isPresent(), "it buffers");
      accepted.readTimeout(Duration.ofMillis(5));
      expectTimeout(accepted);
      accepted.readTimeout(Duration.ofSeconds(10));
      ForwardBytes.send(client, 1, 0, 5000);
      ForwardBytes.expect(accepted, 1, 0, 5000);
      ForwardBytes.sendAll(client, 2, 100);
      ForwardBytes.expectAll(accepted, 2, 100);
      accepted.shutdownInput();
      client.readTimeout(Duration.ofMillis(5));
      expectTimeout(client);
      client.abort(); // with a read in flight
      accepted.shutdownOutput();
    }
  }

  private static void expectTimeout(Flow flow) throws IOException {
    try {
      flow.read(ByteBuffer.allocate(1));
      throw new AssertionError("nothing was sent yet");
    } catch (SocketTimeoutException e) {
      // As it should.
    }
  }

  /** What becomes of connecting is a failure of the kind that callers look for. */
  private void failedConnects(ForwardTransport transport) throws Exception {
    failedConnect(transport, 0xC0000236, ConnectException.class, "WSAECONNREFUSED");
    failedConnect(transport, 0xC00000B5, SocketTimeoutException.class, "WSAETIMEDOUT");
    failedConnect(transport, CONNECTION_RESET, FlowResetException.class, "WSAECONNRESET");
    failedConnect(transport, CONNECTION_ABORTED, FlowResetException.class, "WSAECONNABORTED");
    failedConnect(transport, 0xC000023D, NoRouteToHostException.class, "WSAEHOSTUNREACH");
    failedConnect(transport, 0xC000023C, NoRouteToHostException.class, "WSAENETUNREACH");
    failedConnect(transport, 0xC0000141, NoRouteToHostException.class, "WSAEADDRNOTAVAIL");
    failedConnect(transport, 0xC0000022, SocketException.class, "WSAEACCES");
  }

  private void failedConnect(
      ForwardTransport transport, int status, Class<? extends IOException> type, String name)
      throws Exception {
    try (Listener listener = Hvsock.listen(transport.fresh())) {
      standIn.demand(StandIn.Kind.CONNECT, 0, status);
      IOException e = expectFailure(type, () -> Hvsock.connect(listener.localAddress()));
      check(e.toString().contains("connect " + listener.localAddress() + ": "), e.toString());
      check(e.toString().contains(name), e.toString());
      check(standIn.openSockets() == 1, "a socket is lost");
    }
  }

  private void failedTransfers(ForwardTransport transport) throws Exception {
    try (FlowPair pair = transport.connect()) {
      Flow flow = pair.first();
      ByteBuffer bytes = ForwardBytes.at(1, 0, 1000);
      standIn.demand(StandIn.Call.WSA_SEND, 0, WSAENOBUFS);
      IOException full = expectFailure(SocketException.class, () -> flow.write(bytes));
      check(full.toString().contains("write " + flow.remoteAddress() + ": "), full.toString());
      check(bytes.position() == 0, "nothing was sent");
      flow.write(bytes);
      ForwardBytes.expect(pair.second(), 1, 0, 1000);
      standIn.demand(StandIn.Kind.RECEIVE, 0, NO_RESOURCES);
      expectFailure(SocketException.class, () -> flow.read(ByteBuffer.allocate(1)));
      pair.second().write(ForwardBytes.at(2, 0, 1));
      ForwardBytes.expect(flow, 2, 0, 1);

      standIn.demand(StandIn.Kind.SEND, 0, 0xC00000B0);
      expectFailure(FlowClosedException.class, () -> flow.write(ByteBuffer.allocate(1)));
      standIn.demand(StandIn.Kind.RECEIVE, 0, CONNECTION_RESET);
      expectFailure(FlowResetException.class, () -> flow.read(ByteBuffer.allocate(1)));
      // What comes after a reset is end-of-stream, which it is not.
      pair.second().shutdownOutput();
      expectFailure(FlowResetException.class, () -> flow.read(ByteBuffer.allocate(1)));
    }
    try (FlowPair pair = transport.connect()) {
      standIn.demand(StandIn.Kind.SEND, 0, CONNECTION_ABORTED);
      expectFailure(FlowResetException.class, () -> pair.first().write(ByteBuffer.allocate(1)));
    }
    StandInEndsProgram.checkNothingIsLeft(standIn);
  }

  private void failedAccepts(ForwardTransport transport) throws Exception {
    try (Listener listener = Hvsock.listen(transport.fresh());
        Flow client = Hvsock.connect(listener.localAddress())) {
      standIn.demand(StandIn.Call.WSA_SOCKET, 0, 10024);
      IOException many = expectFailure(SocketException.class, listener::accept);
      check(many.toString().contains("accept " + listener.localAddress() + ": "), many.toString());
      check(many.toString().contains("WSAEMFILE"), many.toString());
      standIn.demand(StandIn.Kind.ACCEPT, 0, NO_RESOURCES);
      expectFailure(SocketException.class, listener::accept);
      // A peer that went away is passed over.
      standIn.demand(StandIn.Kind.ACCEPT, 0, CONNECTION_RESET);
      listener.accept().abort();
      check(client.isOpen(), "accepted");
    }
    StandInEndsProgram.checkNothingIsLeft(standIn);
  }

  private static IOException expectFailure(Class<? extends IOException> type, EngineTask.Work work)
      throws Exception {
    try {
      work.run();
    } catch (IOException e) {
      check(type.isInstance(e), "instead of " + type + " it was " + e);
      return e;
    }
    throw new AssertionError("no " + type);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
