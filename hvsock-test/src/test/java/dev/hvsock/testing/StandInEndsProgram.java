package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Every way in which waiting ends before what it waits for has come, while completions are late and
 * cancelling comes too late: in the end no operation is in flight and no socket open.
 */
final class StandInEndsProgram {
  private static final Duration SOON = Duration.ofMillis(3);
  private static final int ROUNDS = 8;
  private static final int PERCENT = 50;
  private static final int DELAY_MICROSECONDS = 3000;
  private static final int MUCH = 8 << 20;

  /** How waiting in a flow ends. */
  private enum End {
    TIMEOUT(SocketTimeoutException.class) {
      @Override
      void wake(Flow flow, EngineTask reader, EngineTask writer) {
        flow.readTimeout(SOON);
        flow.writeTimeout(SOON);
      }
    },
    INTERRUPT(InterruptedIOException.class) {
      @Override
      void wake(Flow flow, EngineTask reader, EngineTask writer) {
        reader.interrupt();
        writer.interrupt();
      }
    },
    CLOSE(AsynchronousCloseException.class) {
      @Override
      void wake(Flow flow, EngineTask reader, EngineTask writer) throws IOException {
        flow.close();
      }
    },
    ABORT(AsynchronousCloseException.class) {
      @Override
      void wake(Flow flow, EngineTask reader, EngineTask writer) {
        flow.abort();
      }
    };

    private final Class<? extends IOException> failure;

    End(Class<? extends IOException> failure) {
      this.failure = failure;
    }

    abstract void wake(Flow flow, EngineTask reader, EngineTask writer) throws IOException;
  }

  private final StandIn standIn = new StandIn();
  private final ForwardTransport transport;
  private final EngineTask.Kind threads;

  private StandInEndsProgram(ForwardTransport transport, EngineTask.Kind threads) {
    this.transport = transport;
    this.threads = threads;
  }

  public static void main(String[] args) throws Exception {
    new StandIn().plan(20261120, PERCENT, DELAY_MICROSECONDS);
    for (EngineTask.Kind threads : EngineTask.Kind.values()) {
      for (ForwardTransport transport : List.of(ForwardTransport.HYPERV, ForwardTransport.TCP)) {
        new StandInEndsProgram(transport, threads).run();
      }
    }
    System.exit(0);
  }

  private void run() throws Exception {
    int before = standIn.injected(StandIn.Fault.CANCEL_TOO_LATE);
    for (End end : End.values()) {
      for (int i = 0; i < ROUNDS; i++) {
        endOfAFlow(end, i % 2 == 0);
      }
    }
    for (int i = 0; i < ROUNDS; i++) {
      endsOfAccepting();
    }
    if (transport == ForwardTransport.HYPERV) { // tcp does not wait for room
      endsOfConnecting();
    }
    System.out.printf(
        "%s, %s threads: nothing is left, though cancelling came too late %d times%n",
        transport, threads, standIn.injected(StandIn.Fault.CANCEL_TOO_LATE) - before);
  }

  /** Ends a flow in which a thread reads and another writes, where the peer does not read. */
  private void endOfAFlow(End end, boolean peerEndsFirst) throws Exception {
    try (FlowPair pair = connect()) {
      Flow flow = pair.first();
      EngineTask reader = threads.start(() -> flow.read(ByteBuffer.allocate(1)));
      ByteBuffer bytes = ByteBuffer.allocate(MUCH);
      EngineTask writer = threads.start(() -> flow.write(bytes));
      reader.waiting();
      writer.waiting();
      if (peerEndsFirst) {
        pair.second().abort();
      }
      end.wake(flow, reader, writer);
      expect(end, reader, peerEndsFirst);
      expect(end, writer, peerEndsFirst);
      if (!flow.isOpen() && !peerEndsFirst) {
        expectAllOrReset(pair.second(), bytes.position());
      }
    }
    checkNothingIsLeft(standIn);
  }

  /** An orderly end is for a stream that arrived as a whole: all that was accepted of it. */
  private static void expectAllOrReset(Flow flow, int accepted) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MUCH);
    try {
      while (flow.read(buffer) >= 0) {
        // Until it ends.
      }
      check(buffer.position() == accepted, "an orderly end of a stream that was cut off");
    } catch (FlowResetException e) {
      // As it should.
    }
  }

  private FlowPair connect() throws IOException {
    try (Listener listener =
        Hvsock.listen(transport.fresh(), listen -> listen.closeTimeout(SOON))) {
      Flow client = Hvsock.connect(listener.localAddress(), connect -> connect.closeTimeout(SOON));
      return new FlowPair(client, listener.accept());
    }
  }

  private static void expect(End end, EngineTask task, boolean peerMayHaveBeenFaster)
      throws InterruptedException {
    Throwable failure = task.failure();
    check(
        end.failure.isInstance(failure)
            || (peerMayHaveBeenFaster && failure instanceof IOException),
        "instead of " + end.failure + " it was " + failure);
  }

  private void endsOfAccepting() throws Exception {
    Listener listener = Hvsock.listen(transport.fresh());
    listener.acceptTimeout(SOON);
    expectFailure(threads.start(listener::accept), SocketTimeoutException.class);
    listener.acceptTimeout(Flow.FOREVER);
    EngineTask interrupted = threads.start(listener::accept);
    interrupted.interrupt();
    expectFailure(interrupted, InterruptedIOException.class);
    EngineTask closed = threads.start(listener::accept).waiting();
    listener.close();
    expectFailure(closed, AsynchronousCloseException.class);
    checkNothingIsLeft(standIn);
  }

  private void endsOfConnecting() throws Exception {
    List<Flow> waiting = new ArrayList<>();
    try (Listener listener = Hvsock.listen(transport.fresh(), listen -> listen.backlog(1))) {
      Address address = listener.localAddress();
      fill(address, waiting);
      for (int i = 0; i < ROUNDS; i++) {
        int open = standIn.openSockets();
        EngineTask late =
            threads.start(() -> Hvsock.connect(address, connect -> connect.timeout(SOON)));
        expectFailure(late, SocketTimeoutException.class);
        EngineTask interrupted = threads.start(() -> Hvsock.connect(address)).waiting();
        interrupted.interrupt();
        expectFailure(interrupted, InterruptedIOException.class);
        check(standIn.openSockets() == open, "a socket is lost");
      }
    }
    waiting.forEach(Flow::abort);
    checkNothingIsLeft(standIn);
  }

  private static void fill(Address address, List<Flow> waiting) throws IOException {
    try {
      while (true) {
        waiting.add(Hvsock.connect(address, connect -> connect.timeout(Duration.ofMillis(100))));
      }
    } catch (SocketTimeoutException e) {
      // It is full.
    }
  }

  private static void expectFailure(EngineTask task, Class<? extends IOException> type)
      throws InterruptedException {
    Throwable failure = task.failure();
    check(type.isInstance(failure), "instead of " + type + " it was " + failure);
  }

  static void checkNothingIsLeft(StandIn standIn) {
    check(standIn.operations() == 0, standIn.operations() + " operations are left");
    check(standIn.openSockets() == 0, standIn.openSockets() + " sockets are left");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
