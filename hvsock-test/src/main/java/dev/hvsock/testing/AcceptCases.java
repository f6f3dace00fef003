package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Listener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Listening and accepting: whose the address is, and how waiting ends. */
@ExtendWith(Watchdog.class)
public interface AcceptCases extends ListenerSupply {

  /** A limit that is waited for. */
  Duration ACCEPT_SOON = Duration.ofMillis(100);

  /** For how long other tests of this process may hold what looks like a leak. */
  Duration OTHERS_NEED = Duration.ofSeconds(10);

  private FlowPair meet(Listener listener) throws IOException {
    Flow connected = connect(listener.localAddress());
    return new FlowPair(connected, listener.accept());
  }

  @Test
  default void theSameAddressIsNotListenedAtTwice() throws Exception {
    Address address = freshAddress();
    try (Listener listener = listen(address)) {
      BindException e = assertThrows(BindException.class, () -> listen(address));
      assertTrue(
          String.valueOf(e.getMessage()).startsWith("listen " + address + ": "), e::getMessage);
      meet(listener).close(); // and whoever was first is none the worse
    }
  }

  @Test
  default void anAddressIsFreeAgainAfterCloseThoughItsFlowsLiveOn() throws Exception {
    Address address = freshAddress();
    Listener listener = listen(address);
    try (FlowPair old = meet(listener)) {
      listener.close();
      try (Listener next = listen(address);
          FlowPair pair = meet(next)) {
        Content.write(pair.first(), "new");
        assertEquals("new", Content.readText(pair.second(), 3));
        Content.write(old.first(), "old");
        assertEquals("old", Content.readText(old.second(), 3));
      }
    }
  }

  @Test
  default void anAddressIsFreeAgainAfterItsFlowsHaveEndedAtThisEndFirst() throws Exception {
    Address address = freshAddress();
    for (int i = 0; i < 3; i++) {
      try (Listener listener = listen(address);
          FlowPair pair = meet(listener)) {
        pair.second().shutdownOutput();
        pair.first().close();
        pair.second().close();
      }
    }
  }

  @Test
  default void theSystemGivesFreePorts() throws Exception {
    assumeTrue(anyAddress().isPresent(), "there are no ports to give here");
    Address any = anyAddress().orElseThrow();
    try (Listener one = listen(any);
        Listener other = listen(any);
        FlowPair pair = meet(one)) {
      assertNotEquals(any, one.localAddress());
      assertNotEquals(one.localAddress(), other.localAddress());
      Content.write(pair.first(), "x");
      assertEquals("x", Content.readText(pair.second(), 1));
    }
  }

  @Case
  default void acceptedFlowsKnowBothAddresses(ThreadKind threads) throws Exception {
    try (Listener listener = listen(freshAddress());
        FlowPair pair = meet(listener)) {
      assertEquals(listener.localAddress(), pair.first().remoteAddress());
      Flow accepted = pair.second();
      Address local = accepted.localAddress();
      Address remote = accepted.remoteAddress();
      assertEquals(listener.localAddress().scheme(), local.scheme());
      if (namesPeersAlike()) {
        assertEquals(local.scheme(), remote.scheme());
      }
      pair.first().abort();
      accepted.shutdownOutput();
      accepted.shutdownInput();
      accepted.close();
      assertEquals(local, accepted.localAddress());
      assertEquals(remote, accepted.remoteAddress());
    }
  }

  @Case
  default void closingTheListenerWakesAllWhoAccept(ThreadKind threads) throws Exception {
    Listener listener = listen(freshAddress());
    Task<Flow> accepting = threads.start(() -> listener.accept()).awaitBlocked();
    Task<Flow> next = threads.start(() -> listener.accept()).awaitBlocked();
    assertTrue(listener.isOpen());
    listener.close();
    accepting.failure(AsynchronousCloseException.class);
    next.failure(AsynchronousCloseException.class);
    listener.close();
    assertFalse(listener.isOpen());
    assertThrows(FlowClosedException.class, listener::accept);
  }

  @Case
  default void closingTheListenerEndsThoseWhoWaitToBeAccepted(ThreadKind threads) throws Exception {
    Listener listener = listen(freshAddress());
    Flow waiting = connect(listener.localAddress());
    Task<Integer> reader = threads.start(() -> readOrReset(waiting)).awaitBlocked();
    listener.close();
    assertEquals(-1, reader.get());
    waiting.abort();
  }

  private static int readOrReset(Flow flow) throws IOException {
    try {
      return flow.read(ByteBuffer.allocate(1));
    } catch (FlowResetException e) {
      return -1;
    }
  }

  @Case
  default void acceptingTimesOutOnTimeAndTheListenerGoesOn(ThreadKind threads) throws Exception {
    try (Listener listener = listen(freshAddress())) {
      listener.acceptTimeout(ACCEPT_SOON);
      assertEquals(ACCEPT_SOON, listener.acceptTimeout());
      Stopwatch time = new Stopwatch();
      SocketTimeoutException e = assertThrows(SocketTimeoutException.class, listener::accept);
      time.assertAbout(ACCEPT_SOON);
      assertTrue(
          String.valueOf(e.getMessage()).startsWith("accept " + listener.localAddress() + ": "),
          e::getMessage);
      listener.acceptTimeout(Duration.ZERO);
      assertThrows(SocketTimeoutException.class, listener::accept);
      listener.acceptTimeout(Flow.FOREVER);
      meet(listener).close();
    }
  }

  @Case
  default void anAcceptTimeoutSetWhileBlockedCountsFromThen(ThreadKind threads) throws Exception {
    try (Listener listener = listen(freshAddress())) {
      Task<Flow> accepting = threads.start(() -> listener.accept()).awaitBlocked();
      Stopwatch time = new Stopwatch();
      listener.acceptTimeout(ACCEPT_SOON);
      accepting.failure(SocketTimeoutException.class);
      time.assertAbout(ACCEPT_SOON);
    }
  }

  @Case
  default void acceptingIsInterrupted(ThreadKind threads) throws Exception {
    try (Listener listener = listen(freshAddress())) {
      Task<?> accepting =
          threads
              .start(
                  () -> {
                    assertThrows(InterruptedIOException.class, listener::accept);
                    assertTrue(Thread.interrupted(), "the interrupt status is gone");
                  })
              .awaitBlocked();
      accepting.interrupt();
      accepting.get();
      meet(listener).close();
    }
  }

  @Case
  default void racingAcceptorsGetAFlowEach(ThreadKind threads) throws Exception {
    try (Listener listener = listen(freshAddress())) {
      List<Task<Flow>> acceptors = new ArrayList<>();
      List<Flow> connected = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        acceptors.add(threads.start(() -> listener.accept()));
      }
      for (int i = 0; i < 10; i++) {
        connected.add(connect(listener.localAddress()));
        Content.write(connected.get(i), Integer.toString(i));
      }
      Set<String> names = new HashSet<>();
      for (Task<Flow> acceptor : acceptors) {
        Flow flow = acceptor.get();
        names.add(Content.readText(flow, 1));
        flow.abort();
      }
      assertEquals(Set.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), names);
      connected.forEach(Flow::abort);
    }
  }

  @Case
  default void flowsThatEndGiveTheirDescriptorsBack(ThreadKind threads) throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(descriptors), "only Linux tells how many descriptors are open");
    int flows = 300;
    try (Listener listener = listen(freshAddress())) {
      long before = count(descriptors);
      for (int i = 0; i < flows; i++) {
        try (FlowPair pair = meet(listener)) {
          Task<Integer> reader = threads.start(() -> readOrReset(pair.second()));
          pair.first().abort();
          assertEquals(-1, reader.get());
        }
      }
      assertSettles(descriptors, before + flows / 2);
    }
  }

  /**
   * What other tests of this process, if they run beside, have open for a moment is closed in the
   * end; what was lost is not.
   */
  private static void assertSettles(Path descriptors, long bound) throws Exception {
    long end = System.nanoTime() + OTHERS_NEED.toNanos();
    long now = count(descriptors);
    while (now >= bound && System.nanoTime() < end) {
      Thread.sleep(20);
      now = count(descriptors);
    }
    long last = now;
    assertTrue(last < bound, () -> last + " descriptors are open, " + bound + " are too many");
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }
}
