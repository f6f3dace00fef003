package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.testing.EngineFaults.Call;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Each of four errors in each of seven system calls, once, on unix and tcp, on both kinds of
 * threads: what the caller sees of it. Part of {@link EngineFaultsProgram}.
 */
final class EngineErrorMatrix {
  private enum Failure {
    EINTR(EngineFaults.EINTR),
    EAGAIN(EngineFaults.EAGAIN),
    ECONNRESET(EngineFaults.ECONNRESET),
    ENOBUFS(EngineFaults.ENOBUFS);

    private final int number;

    Failure(int number) {
      this.number = number;
    }
  }

  /** In these the kernel says it to whom it may concern; in the others it is a reason to look. */
  private static final List<Call> TELLING =
      List.of(Call.CONNECT, Call.ACCEPT4, Call.RECV, Call.SEND, Call.SPLICE);

  private static final int SPLICED = 12 << 20;

  private final EngineFaults faults;
  private int seen;

  EngineErrorMatrix(EngineFaults faults) {
    this.faults = faults;
  }

  void run() throws Throwable {
    for (ForwardTransport transport : List.of(ForwardTransport.UNIX, ForwardTransport.TCP)) {
      for (ThreadKind kind : ThreadKind.values()) {
        for (Call call : Call.values()) {
          // Platform threads poll, virtual ones are woken by the one that waits in epoll.
          if (call != (kind == ThreadKind.PLATFORM ? Call.EPOLL_WAIT : Call.POLL)) {
            for (Failure error : Failure.values()) {
              expect(transport, kind, call, error);
            }
          }
        }
      }
    }
    System.out.println(seen + " errors of system calls were seen, each as it should be");
  }

  /** What is to come of it: nothing, or a failure of that type. */
  private static Optional<Class<? extends IOException>> outcome(Call call, Failure error) {
    if (!TELLING.contains(call) || error == Failure.EINTR || error == Failure.EAGAIN) {
      return Optional.empty();
    }
    if (error == Failure.ENOBUFS) {
      return Optional.of(SocketException.class);
    }
    return call == Call.ACCEPT4 ? Optional.empty() : Optional.of(FlowResetException.class);
  }

  private void expect(ForwardTransport transport, ThreadKind kind, Call call, Failure error)
      throws Throwable {
    String what = call + " " + error + " on " + transport + ", " + kind;
    Optional<Class<? extends IOException>> outcome = outcome(call, error);
    try {
      Task<?> task = kind.start(() -> perform(transport, kind, call, error.number));
      check(task.endsWithin(20_000_000_000L), what + " hangs");
      task.get();
      check(outcome.isEmpty(), what + " was not told");
    } catch (IOException e) {
      check(outcome.isPresent(), what + " was told: " + e);
      check(outcome.get().isInstance(e), what + " was told as " + e);
      check(String.valueOf(e.getMessage()).contains("(" + error + ")"), what + " was told as " + e);
    }
    check(!faults.isPending(call), what + " never happened");
    seen++;
  }

  private void perform(ForwardTransport transport, ThreadKind kind, Call call, int error)
      throws Exception {
    switch (call) {
      case CONNECT -> connect(transport, error);
      case ACCEPT4 -> accept(transport, error);
      case RECV -> receive(transport, error);
      case SEND -> send(transport, error);
      case POLL, EPOLL_WAIT -> await(transport, kind, call, error);
      case SPLICE -> {
        demand(call, error);
        splice(transport);
      }
    }
  }

  private void demand(Call call, int error) {
    try {
      faults.demand(call, error);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private void connect(ForwardTransport transport, int error) throws IOException {
    try (Listener listener = Hvsock.listen(transport.fresh())) {
      demand(Call.CONNECT, error);
      try (FlowPair pair =
          new FlowPair(Hvsock.connect(listener.localAddress()), listener.accept())) {
        assertCarries(pair);
      }
    }
  }

  /** Whatever one accept says, the next one gives the flow. */
  private void accept(ForwardTransport transport, int error) throws IOException {
    try (Listener listener = Hvsock.listen(transport.fresh());
        Flow connected = Hvsock.connect(listener.localAddress())) {
      demand(Call.ACCEPT4, error);
      try {
        assertCarries(new FlowPair(connected, listener.accept()));
      } catch (SocketException e) {
        assertCarries(new FlowPair(connected, listener.accept()));
        throw e;
      } finally {
        connected.abort();
      }
    }
  }

  private void receive(ForwardTransport transport, int error) throws IOException {
    try (FlowPair pair = transport.connect()) {
      Content.write(pair.first(), Content.bytes(1000));
      demand(Call.RECV, error);
      try {
        Content.read(pair.second(), 1000);
      } catch (FlowResetException e) {
        throw e;
      } catch (SocketException e) {
        Content.read(pair.second(), 1000); // the flow goes on
        throw e;
      }
      assertCarries(pair);
    }
  }

  private void send(ForwardTransport transport, int error) throws IOException {
    try (FlowPair pair = transport.connect()) {
      demand(Call.SEND, error);
      ByteBuffer src = ByteBuffer.wrap(Content.bytes(1000));
      try {
        pair.first().write(src);
      } catch (FlowResetException e) {
        throw e;
      } catch (SocketException e) {
        check(src.position() == 0, "nothing was sent");
        pair.first().write(src); // the flow goes on
        Content.read(pair.second(), 1000);
        throw e;
      }
      Content.read(pair.second(), 1000);
      assertCarries(pair);
    }
  }

  /** Waits, and is woken, until the error has come. */
  private void await(ForwardTransport transport, ThreadKind kind, Call call, int error)
      throws Exception {
    try (FlowPair pair = transport.connect()) {
      demand(call, error);
      for (int i = 0; i < 5; i++) {
        Task<byte[]> reader = kind.start(() -> Content.read(pair.second(), 10)).awaitBlocked();
        Content.write(pair.first(), Content.bytes(10));
        reader.get();
      }
    }
  }

  private static void assertCarries(FlowPair pair) throws IOException {
    Content.write(pair.first(), "carries");
    check(Content.readText(pair.second(), 7).equals("carries"), "it does not carry");
  }

  /** A copy that moves enough to be one in the kernel in the end. */
  static void splice(ForwardTransport transport) throws IOException {
    try (FlowPair from = transport.connect();
        FlowPair to = transport.connect()) {
      Task<?> writer =
          ThreadKind.VIRTUAL.start(
              () -> {
                from.first().write(Content.bulk().limit(SPLICED));
                from.first().shutdownOutput();
              });
      Task<?> reader = ThreadKind.VIRTUAL.start(() -> Content.readBulk(to.second(), SPLICED));
      long copied = Flows.copy(from.second(), to.first()).bytes();
      check(copied == SPLICED, copied + " bytes were copied");
      finish(writer);
      finish(reader);
    }
  }

  private static void finish(Task<?> task) throws IOException {
    try {
      task.get();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
