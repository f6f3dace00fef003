package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Listener;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connecting: to nobody, too early, too late, and all at once. */
@ExtendWith(Watchdog.class)
public interface ConnectCases extends ListenerSupply {

  /** A limit that is waited for. */
  Duration SOON = Duration.ofMillis(200);

  /** A fifth later, which even on a busy machine is met by one of a few that are waited for. */
  Duration LITTLE_LATER = Duration.ofMillis(240);

  /** A limit that does not strike within a case. */
  Duration LATE = Duration.ofSeconds(50);

  @Case
  default void whereNobodyListensConnectingFailsFast(ThreadKind threads) throws Exception {
    Address address = freshAddress();
    Stopwatch time = new Stopwatch();
    ConnectException e = assertThrows(ConnectException.class, () -> connect(address));
    time.assertPrompt();
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("connect " + address + ": "), e::getMessage);
  }

  @Case
  default void whereSomebodyIsBoundButDoesNotListenConnectingFailsFast(ThreadKind threads)
      throws Exception {
    Address address = freshAddress();
    Optional<Closeable> bound = bindOnly(address);
    assumeTrue(bound.isPresent(), "there is no way to bind without listening here");
    try (Closeable open = bound.get()) {
      Stopwatch time = new Stopwatch();
      assertThrows(ConnectException.class, () -> connect(address), open::toString);
      time.assertPrompt();
    }
  }

  @Case
  default void whereAListenerHasClosedConnectingFailsFast(ThreadKind threads) throws Exception {
    Address address = freshAddress();
    listen(address).close();
    Stopwatch time = new Stopwatch();
    assertThrows(ConnectException.class, () -> connect(address));
    time.assertPrompt();
  }

  @Case
  default void connectingHonoursItsTimeout(ThreadKind threads) throws Exception {
    assumeFalse(refusesWhenFull(), "a full backlog, the one thing to wait for, refuses here");
    try (FullListener full = new FullListener(this)) {
      Duration shortest = LATE;
      for (int i = 0; i < 5 && shortest.compareTo(LITTLE_LATER) > 0; i++) {
        Stopwatch time = new Stopwatch();
        SocketTimeoutException e =
            assertThrows(
                SocketTimeoutException.class,
                () -> connect(full.address(), connect -> connect.timeout(SOON)));
        time.assertAbout(SOON);
        assertTrue(
            String.valueOf(e.getMessage()).startsWith("connect " + full.address() + ": "),
            e::getMessage);
        shortest = time.elapsed();
      }
      assertTrue(shortest.compareTo(LITTLE_LATER) <= 0, shortest + " each time, or more");
    }
  }

  @Case
  default void aTimeoutThatIsPastFailsAtOnce(ThreadKind threads) throws Exception {
    try (Listener listener = listen(freshAddress())) {
      Stopwatch time = new Stopwatch();
      assertThrows(
          SocketTimeoutException.class,
          () -> connect(listener.localAddress(), connect -> connect.timeout(Duration.ZERO)));
      time.assertPrompt();
    }
  }

  @Case
  default void connectingIsInterrupted(ThreadKind threads) throws Exception {
    assumeFalse(refusesWhenFull(), "a full backlog, the one thing to wait for, refuses here");
    try (FullListener full = new FullListener(this)) {
      assertInterruptible(threads.start(() -> interruption(() -> connect(full.address()))));
    }
  }

  private void assumeTriesAgain() {
    assumeTrue(triesAgain(), "connecting makes one attempt here");
  }

  @Case
  default void tryingAgainIsInterrupted(ThreadKind threads) throws Exception {
    assumeTriesAgain();
    Address address = freshAddress();
    assertInterruptible(
        threads.start(
            () -> interruption(() -> connect(address, connect -> connect.retryFor(LATE)))));
  }

  private static void assertInterruptible(Task<?> connecting) throws Exception {
    connecting.awaitBlocked();
    Stopwatch time = new Stopwatch();
    connecting.interrupt();
    connecting.get();
    time.assertPrompt();
  }

  private static void interruption(ThreadKind.Work work) {
    assertThrows(InterruptedIOException.class, work::run);
    assertTrue(Thread.interrupted(), "the interrupt status is gone");
  }

  @Case
  default void connectingTriesAgainUntilAListenerAppears(ThreadKind threads) throws Exception {
    assumeTriesAgain();
    Address address = freshAddress();
    Task<Flow> connecting =
        threads.start(() -> connect(address, connect -> connect.retryFor(LATE)));
    connecting.awaitBlocked();
    try (Listener listener = listen(address);
        Flow accepted = listener.accept();
        Flow connected = connecting.get()) {
      Content.write(connected, "at last");
      assertEquals("at last", Content.readText(accepted, 7));
      connected.abort();
    }
  }

  @Case
  default void tryingAgainEndsAtItsLimit(ThreadKind threads) throws Exception {
    assumeTriesAgain();
    Address address = freshAddress();
    Duration limit = Duration.ofMillis(400);
    Stopwatch time = new Stopwatch();
    assertThrows(
        ConnectException.class, () -> connect(address, connect -> connect.retryFor(limit)));
    time.assertAbout(limit);
  }

  @Case
  default void aHundredConnectAtOnce(ThreadKind threads) throws Exception {
    try (Listener listener = listen(freshAddress())) {
      Task<List<Task<?>>> server =
          threads.start(
              () -> {
                List<Task<?>> echoes = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                  Flow flow = listener.accept();
                  echoes.add(threads.start(() -> echo(flow)));
                }
                return echoes;
              });
      List<Task<String>> clients = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String name = Integer.toString(100 + i);
        clients.add(threads.start(() -> ask(listener.localAddress(), name, connect -> {})));
      }
      for (int i = 0; i < 100; i++) {
        assertEquals(Integer.toString(100 + i), clients.get(i).get());
      }
      for (Task<?> echo : server.get()) {
        echo.get();
      }
    }
  }

  private static void echo(Flow flow) throws IOException {
    try (flow) {
      Flows.copy(flow, flow);
    }
  }

  private String ask(Address address, String name, Consumer<ConnectOptions> options)
      throws IOException {
    return ask(connect(address, options), name);
  }

  private static String ask(Flow flow, String name) throws IOException {
    try (flow) {
      Content.write(flow, name);
      flow.shutdownOutput();
      return Content.textToEnd(flow);
    }
  }

  /**
   * Two more than fit, and one after the other: were they many at once, Linux would fall back to
   * SYN cookies on tcp, which lose what a client sends before it is accepted.
   */
  @Case
  default void moreWaitToBeAcceptedThanTheBacklogHolds(ThreadKind threads) throws Exception {
    if (refusesWhenFull()) {
      assumeTriesAgain();
    }
    try (FullListener full = new FullListener(this)) {
      List<Task<String>> late = new ArrayList<>();
      for (String name : List.of("one more", "and one more")) {
        // Again and again, for transports that refuse when the backlog is full.
        late.add(
            threads
                .start(() -> ask(full.address(), name, connect -> connect.retryFor(LATE)))
                .awaitBlocked());
      }
      List<Task<?>> echoes = new ArrayList<>();
      for (int i = 0; i < full.waiting.size() + late.size(); i++) {
        Flow flow = full.listener.accept();
        echoes.add(threads.start(() -> echo(flow)));
      }
      for (Flow flow : full.waiting) {
        assertEquals("waited", ask(flow, "waited"));
      }
      assertEquals("one more", late.get(0).get());
      assertEquals("and one more", late.get(1).get());
      for (Task<?> echo : echoes) {
        echo.get();
      }
    }
  }

  @Case
  default void aPeerThatLeftBeforeItWasAcceptedHasSentWhatItSent(ThreadKind threads)
      throws Exception {
    try (Listener listener = listen(freshAddress())) {
      Flow early = connect(listener.localAddress());
      Content.write(early, "gone");
      Task<?> leaving = threads.start(early::close).awaitBlocked();
      try (Flow accepted = listener.accept()) {
        assertEquals("gone", Content.textToEnd(accepted));
      }
      leaving.get();
      assertFalse(early.isOpen());
    }
  }

  /** A listener that never accepts, and whose backlog has no room. */
  final class FullListener implements Closeable {
    private final Listener listener;
    private final List<Flow> waiting = new ArrayList<>();

    FullListener(ListenerSupply supply) throws IOException {
      Duration limit = supply.refusesWhenFull() ? LATE : Duration.ofMillis(50);
      listener = supply.listen(supply.freshAddress(), listen -> listen.backlog(1));
      try {
        while (waiting.size() < 100) {
          waiting.add(supply.connect(address(), connect -> connect.timeout(limit)));
        }
        throw new AssertionError("a backlog of 1 holds 100");
      } catch (SocketTimeoutException | ConnectException e) {
        // It is full.
      }
    }

    Address address() {
      return listener.localAddress();
    }

    @Override
    public void close() throws IOException {
      listener.close();
      waiting.forEach(Flow::abort);
    }
  }
}
