package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The parameters that tests ask for by annotation. */
class ConnectedTest {
  private final FlowPair own;
  private Optional<Listener> before = Optional.empty();

  ConnectedTest(@Connected FlowPair own) {
    this.own = own;
  }

  @BeforeEach
  void listen(@Loopback Listener listener) {
    before = Optional.of(listener);
  }

  private static void assertCarries(FlowPair pair) throws IOException {
    Content.write(pair.first(), "there");
    assertEquals("there", Content.readText(pair.second(), 5));
    Content.write(pair.second(), "back");
    assertEquals("back", Content.readText(pair.first(), 4));
  }

  @Test
  void thePairIsConnected(@Connected FlowPair pair, @Connected FlowPair other) throws Exception {
    assertCarries(pair);
    assertCarries(other);
    assertCarries(own);
  }

  @Test
  void eachMediumCarries(
      @Connected(over = Medium.UNIX) FlowPair unix,
      @Connected(over = Medium.TCP) FlowPair tcp,
      @Connected(over = Medium.MEMORY) FlowPair memory)
      throws Exception {
    assertCarries(unix);
    assertEquals("unix", unix.first().remoteAddress().scheme());
    assertCarries(tcp);
    assertEquals("tcp", tcp.first().remoteAddress().scheme());
    assertCarries(memory);
    assertEquals("memory", memory.first().remoteAddress().scheme());
  }

  @Test
  void theListenerListensAndNobodyDoesAtTheAddress(
      @Loopback Listener listener, @Loopback Address address) throws Exception {
    assertTrue(before.orElseThrow().isOpen());
    try (Flow connected = Hvsock.connect(listener.localAddress());
        Flow accepted = listener.accept()) {
      assertCarries(new FlowPair(connected, accepted));
      accepted.abort();
    }
    assertThrows(ConnectException.class, () -> Hvsock.connect(address));
    try (Listener own = Hvsock.listen(address)) {
      assertEquals(address, own.localAddress());
    }
  }

  @Test
  void listenersListenOnWhatTheyAreAskedFor(
      @Loopback(over = Medium.MEMORY) Listener memory, @Loopback(over = Medium.TCP) Listener tcp)
      throws Exception {
    for (Listener listener : new Listener[] {memory, tcp}) {
      try (Flow connected = Hvsock.connect(listener.localAddress());
          Flow accepted = listener.accept()) {
        assertCarries(new FlowPair(connected, accepted));
        accepted.abort();
      }
    }
    assertEquals("memory", memory.localAddress().scheme());
    assertEquals("tcp", tcp.localAddress().scheme());
  }

  @ParameterizedTest
  @EnumSource
  void theBestIsOneThatWorks(Medium medium, @Loopback Address address) {
    assertEquals(Medium.BEST.chosen(), Medium.BEST.chosen().chosen());
    assertEquals(Optional.empty(), Medium.BEST.chosen().obstacle());
    medium.obstacle().ifPresent(reason -> assertTrue(reason.contains("try: "), reason));
    assertFalse(address.toString().isEmpty());
  }

  /** Run by the tests below only. */
  static class Patients {
    static Optional<FlowPair> kept = Optional.empty();
    static Optional<Listener> listening = Optional.empty();

    @Test
    void keeps(@Connected FlowPair pair, @Loopback Listener listener) {
      kept = Optional.of(pair);
      listening = Optional.of(listener);
    }

    @Test
    void asksForTheWrongType(@Connected Flow flow) {
      assertTrue(flow.isOpen());
    }
  }

  private static Runs run(String method) {
    return Runs.of(Patients.class, method, Map.of());
  }

  @Test
  void allIsClosedAfterTheTest() {
    Runs runs = run("keeps(dev.hvsock.FlowPair,dev.hvsock.Listener)");
    assertEquals(0, runs.failures().size(), () -> runs.failures().toString());
    assertFalse(Patients.kept.orElseThrow().first().isOpen());
    assertFalse(Patients.kept.orElseThrow().second().isOpen());
    assertFalse(Patients.listening.orElseThrow().isOpen());
  }

  @Test
  void aWrongTypeIsToldWithTheRightOne() {
    String message =
        String.valueOf(run("asksForTheWrongType(dev.hvsock.Flow)").failures().getFirst());
    assertTrue(message.contains("try: dev.hvsock.FlowPair"), message);
  }
}
