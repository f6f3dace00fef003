package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/** Where the stress has its flows from: several listeners of each kind, which stay. */
final class EngineStressListeners implements AutoCloseable {
  /** Of tcp most: each has ports of its own, which take a minute to come back. */
  private static final List<ForwardTransport> KINDS =
      List.of(
          ForwardTransport.UNIX,
          ForwardTransport.UNIX,
          ForwardTransport.ABSTRACT,
          ForwardTransport.ABSTRACT,
          ForwardTransport.FRAMED,
          ForwardTransport.FRAMED,
          ForwardTransport.TCP,
          ForwardTransport.TCP,
          ForwardTransport.TCP,
          ForwardTransport.TCP);

  private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(50);

  /** One at a time connects and accepts there, so that it has both ends of one flow. */
  private record Meeting(ForwardTransport transport, Listener listener, ReentrantLock turn) {}

  /**
   * Both ends of a flow.
   *
   * @param transport its kind
   */
  record Met(ForwardTransport transport, FlowPair pair) {}

  private final List<Meeting> meetings = new ArrayList<>();

  EngineStressListeners() throws IOException {
    for (ForwardTransport kind : KINDS) {
      Listener listener = Hvsock.listen(kind.fresh(), listen -> listen.closeTimeout(CLOSE_TIMEOUT));
      meetings.add(new Meeting(kind, listener, new ReentrantLock()));
    }
  }

  /** A flow of any kind; one in sixteen needs no listener. */
  Met connect(SplittableRandom random) throws IOException {
    if (random.nextInt(16) == 0) {
      return new Met(ForwardTransport.MEMORY, Flows.pair());
    }
    Meeting meeting = meetings.get(random.nextInt(meetings.size()));
    meeting.turn.lock();
    try {
      Flow client =
          Hvsock.connect(
              meeting.listener.localAddress(), connect -> connect.closeTimeout(CLOSE_TIMEOUT));
      return new Met(meeting.transport, new FlowPair(client, meeting.listener.accept()));
    } finally {
      meeting.turn.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    for (Meeting meeting : meetings) {
      meeting.listener.close();
    }
  }
}
