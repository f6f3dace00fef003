package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Thirty streams at once through a forwarder and back, which must come out as they went in. */
final class EngineStreams {
  private static final int CLIENTS = 30;
  private static final long BYTES = 600_000;

  private EngineStreams() {}

  static void run(ForwardTransport transport) throws Exception {
    try (Server target = Hvsock.serve(transport.fresh(), flow -> Flows.copy(flow, flow));
        Server forwarder =
            Hvsock.serve(transport.fresh(), flow -> forward(flow, target.localAddress()))) {
      List<EngineTask> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        EngineTask.Kind kind = EngineTask.Kind.alternating(i);
        long seed = i;
        clients.add(kind.start(() -> echo(forwarder.localAddress(), kind, seed)));
      }
      for (EngineTask client : clients) {
        client.join();
      }
    }
  }

  private static void forward(Flow flow, Address target) throws IOException {
    try (Flow there = Hvsock.connect(target)) {
      check(Flows.proxy(flow, there).isComplete(), "the proxy failed");
    }
  }

  /** Sends one stream and reads it back. */
  static void echo(Address address, EngineTask.Kind kind, long seed) throws Exception {
    try (Flow flow = Hvsock.connect(address)) {
      EngineTask sending = kind.start(() -> sendPieces(flow, seed));
      ForwardBytes.expect(flow, seed, 0, 100);
      expectScattered(flow, seed);
      ForwardBytes.expect(flow, seed, 10_100, BYTES);
      check(flow.read(ByteBuffer.allocate(1)) == -1, "more than was sent");
      sending.join();
    }
  }

  /** A gathering write, direct buffers, and the rest. */
  private static void sendPieces(Flow flow, long seed) throws IOException {
    ByteBuffer direct =
        ByteBuffer.allocateDirect(30_000).put(ForwardBytes.at(seed, 20_000, 30_000));
    ByteBuffer[] pieces = {
      ForwardBytes.at(seed, 0, 1), ForwardBytes.at(seed, 1, 19_999), direct.flip()
    };
    check(flow.write(pieces) == 50_000, "a gathering write that says less");
    ForwardBytes.send(flow, seed, 50_000, BYTES);
    flow.shutdownOutput();
  }

  private static void expectScattered(Flow flow, long seed) throws IOException {
    long position = 100;
    while (position < 10_100) {
      int left = (int) (10_100 - position);
      ByteBuffer[] parts = {
        ByteBuffer.allocate(left / 2), ByteBuffer.allocateDirect(left - left / 2)
      };
      long n = flow.read(parts);
      check(n > 0, "a scattering read gave " + n);
      position += ForwardBytes.check(parts[0].flip(), seed, position);
      position += ForwardBytes.check(parts[1].flip(), seed, position);
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
