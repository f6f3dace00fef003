package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads read from flows that others close under them, each flow with a stream of its own: a
 * reader that touched a descriptor too late would take bytes of another stream, and that stream
 * would miss them. Readers are held up just before the system call, which makes "too late" likely.
 */
final class EngineReuseProgram {
  private static final Duration LENGTH = Duration.ofSeconds(2);
  private static final int CLIENTS = 12;

  private EngineReuseProgram() {}

  public static void main(String[] args) throws Throwable {
    EngineLog log = new EngineLog(); // that flows end early is what is wanted
    List<ForwardTransport> transports = ForwardTransport.named(args, ForwardTransport.ABSTRACT);
    if (transports.contains(ForwardTransport.HYPERV)) {
      StandIn standIn = new StandIn();
      standIn.plan(20261120, 0, 1000);
      standIn.plan(StandIn.Fault.LATE_COMPLETION, 25);
    } else {
      new EngineFaults().delay(1000);
    }
    for (EngineTask.Kind kind : EngineTask.Kind.values()) {
      for (ForwardTransport transport : transports) {
        closeUnderReaders(transport, kind);
      }
    }
    log.close();
    System.exit(0);
  }

  private static void closeUnderReaders(ForwardTransport transport, EngineTask.Kind kind)
      throws Exception {
    AtomicInteger flows = new AtomicInteger();
    try (Server server = Hvsock.serve(transport.fresh(), EngineReuseProgram::sendWhatIsAskedFor)) {
      long end = System.nanoTime() + LENGTH.toNanos();
      List<EngineTask> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        SplittableRandom random = new SplittableRandom(i);
        clients.add(
            kind.start(
                () -> {
                  while (System.nanoTime() < end) {
                    readWhileItIsClosed(server.localAddress(), kind, random);
                    flows.incrementAndGet();
                  }
                }));
      }
      for (EngineTask client : clients) {
        client.join();
      }
    }
    System.out.println(
        flows + " flows closed under their readers over " + transport + " in " + kind + " threads");
    if (flows.get() < 200) {
      throw new AssertionError("too few to tell");
    }
  }

  /** Reads the number of a stream, and writes that stream until nobody reads it. */
  private static void sendWhatIsAskedFor(Flow flow) throws IOException {
    ByteBuffer asked = ByteBuffer.allocate(Long.BYTES);
    while (asked.hasRemaining()) {
      if (flow.read(asked) < 0) {
        return;
      }
    }
    long seed = asked.flip().getLong();
    SplittableRandom random = new SplittableRandom(seed);
    for (long position = 0; ; ) {
      position += flow.write(ForwardBytes.at(seed, position, 1 + random.nextInt(2000)));
      if (random.nextInt(4) == 0) {
        LockSupport.parkNanos(random.nextInt(500_000)); // so that readers wait at times
      }
    }
  }

  private static void readWhileItIsClosed(
      Address address, EngineTask.Kind kind, SplittableRandom random) throws Exception {
    long seed = random.nextLong() >>> 16;
    // Clients that come and go faster than they are accepted may fill the backlog, which on Windows
    // refuses tcp.
    Flow flow =
        Hvsock.connect(
            address,
            connect -> connect.closeTimeout(Duration.ofMillis(1)).retryFor(Duration.ofSeconds(10)));
    flow.write(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
    EngineTask reader =
        kind.start(
            () -> {
              ByteBuffer buffer = ByteBuffer.allocate(3000);
              for (long position = 0; ; ) {
                try {
                  if (flow.read(buffer.clear()) < 0) {
                    throw new AssertionError("the stream ended at " + position);
                  }
                } catch (IOException e) {
                  return; // closed
                }
                position += ForwardBytes.check(buffer.flip(), seed, position);
              }
            });
    LockSupport.parkNanos(random.nextInt(1_500_000));
    if (random.nextBoolean()) {
      flow.abort();
    } else {
      flow.close();
    }
    reader.join();
  }
}
