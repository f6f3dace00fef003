package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.Server;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Streams that must come out right although every fifth system call goes wrong. */
final class EngineFaultsProgram {
  private static final List<ForwardTransport> TRANSPORTS =
      List.of(ForwardTransport.UNIX, ForwardTransport.TCP);
  private static final int PERCENT = 20;

  private final EngineFaults faults = new EngineFaults();

  private EngineFaultsProgram() {}

  public static void main(String[] args) throws Throwable {
    EngineFaultsProgram program = new EngineFaultsProgram();
    for (ForwardTransport transport : TRANSPORTS) {
      program.faults.plan(20261120, PERCENT);
      EngineStreams.run(transport);
    }
    EngineErrorMatrix.splice(ForwardTransport.UNIX);
    for (EngineFaults.Call call : EngineFaults.Call.values()) {
      int count = program.faults.injected(call);
      System.out.println(call + " went wrong " + count + " times");
      check(count > 0, call + " never went wrong");
    }
    program.faults.plan(0, 0);
    for (ForwardTransport transport : TRANSPORTS) {
      program.failuresOnDemand(transport);
      program.failedConnectLosesNoDescriptor(transport);
      program.serverOutlivesFailedAccept(transport);
      program.acceptPassesOverPeersThatWentAway(transport);
    }
    program.waitingForRoomAsksSeldom();
    new EngineErrorMatrix(program.faults).run();
    System.exit(0);
  }

  private void failuresOnDemand(ForwardTransport transport) throws Throwable {
    try (FlowPair pair = transport.connect()) {
      Flow flow = pair.first();
      ByteBuffer bytes = ForwardBytes.at(1, 0, 1000);
      faults.demand(EngineFaults.Call.SEND, EngineFaults.ENOBUFS);
      IOException full = expectFailure(SocketException.class, () -> flow.write(bytes));
      check(full.toString().contains("write " + flow.remoteAddress()), full.toString());
      check(full.toString().contains("ENOBUFS"), full.toString());
      check(bytes.position() == 0, "nothing was sent");
      flow.write(bytes);
      ForwardBytes.expect(pair.second(), 1, 0, 1000);

      faults.demand(EngineFaults.Call.SEND, EngineFaults.EPIPE);
      expectFailure(FlowClosedException.class, () -> flow.write(ByteBuffer.allocate(1)));
      faults.demand(EngineFaults.Call.RECV, EngineFaults.ECONNRESET);
      expectFailure(FlowResetException.class, () -> flow.read(ByteBuffer.allocate(1)));
      // What the kernel says after a reset is end-of-stream, which it is not.
      pair.second().shutdownOutput();
      expectFailure(FlowResetException.class, () -> flow.read(ByteBuffer.allocate(1)));
    }
  }

  private void failedConnectLosesNoDescriptor(ForwardTransport transport) throws Throwable {
    try (Server server = Hvsock.serve(transport.fresh(), flow -> {})) {
      Hvsock.connect(server.localAddress()).close();
      awaitNoFlows(server);
      long before = EngineCounts.descriptorCount();
      for (int i = 0; i < 5; i++) {
        faults.demand(EngineFaults.Call.CONNECT, EngineFaults.ENOBUFS);
        IOException e =
            expectFailure(SocketException.class, () -> Hvsock.connect(server.localAddress()));
        check(e.toString().contains("connect " + server.localAddress()), e.toString());
      }
      check(EngineCounts.descriptorCount() == before, "descriptors are lost");
    }
  }

  private static void awaitNoFlows(Server server) throws InterruptedException {
    for (int i = 0; i < 1000 && server.flowCount() > 0; i++) {
      Thread.sleep(Duration.ofMillis(5));
    }
  }

  private void serverOutlivesFailedAccept(ForwardTransport transport) throws Throwable {
    try (EngineLog log = new EngineLog();
        Server server = Hvsock.serve(transport.fresh(), flow -> Flows.copy(flow, flow))) {
      Thread.sleep(Duration.ofMillis(50)); // until it waits
      faults.demand(EngineFaults.Call.ACCEPT4, EngineFaults.EMFILE);
      EngineStreams.echo(server.localAddress(), EngineTask.Kind.VIRTUAL, 1);
      String warning = log.await("could not be accepted", Duration.ofSeconds(5));
      check(warning.contains("EMFILE") && warning.contains("ulimit"), warning);
    }
  }

  private void acceptPassesOverPeersThatWentAway(ForwardTransport transport) throws Throwable {
    try (Listener listener = Hvsock.listen(transport.fresh());
        Flow client = Hvsock.connect(listener.localAddress())) {
      faults.demand(EngineFaults.Call.ACCEPT4, EngineFaults.ECONNABORTED);
      Flow accepted = listener.accept();
      accepted.abort();
      check(client.isOpen(), "accepted");
    }
  }

  /** Nothing tells when a unix listener has room, and thousands may want to know. */
  private void waitingForRoomAsksSeldom() throws Throwable {
    try (Listener listener =
            Hvsock.listen(ForwardTransport.UNIX.fresh(), listen -> listen.backlog(1));
        Flow one = Hvsock.connect(listener.localAddress());
        Flow two = Hvsock.connect(listener.localAddress())) {
      int before = faults.connects();
      long start = System.nanoTime();
      Duration limit = Duration.ofSeconds(1);
      expectFailure(
          SocketTimeoutException.class,
          () -> Hvsock.connect(listener.localAddress(), connect -> connect.timeout(limit)));
      long millis = (System.nanoTime() - start) / 1_000_000;
      int asked = faults.connects() - before;
      check(millis >= 1000 && millis < 1200, "it took " + millis + " ms");
      check(asked > 10 && asked < 50, "it asked " + asked + " times");
      one.abort();
      two.abort();
    }
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
