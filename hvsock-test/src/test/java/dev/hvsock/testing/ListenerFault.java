package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What connecting, listening and accepting may get wrong, each with a case that finds it. */
enum ListenerFault {
  NONE("aHundredConnectAtOnce"),

  CONNECTS_TO_NOBODY("whereAListenerHasClosedConnectingFailsFast") {
    @Override
    Flow connect(Address address, ConnectOptions options) throws IOException {
      try {
        return super.connect(address, options);
      } catch (ConnectException e) {
        return Flows.pair().first();
      }
    }
  },

  REFUSES_BY_ANOTHER_TYPE("whereNobodyListensConnectingFailsFast") {
    @Override
    Flow connect(Address address, ConnectOptions options) throws IOException {
      try {
        return super.connect(address, options);
      } catch (ConnectException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  },

  TRIES_A_BOUND_ADDRESS_AGAIN_AND_AGAIN("whereSomebodyIsBoundButDoesNotListenConnectingFailsFast") {
    @Override
    Flow connect(Address address, ConnectOptions options) throws IOException {
      return super.connect(address, options.retryFor(LONG));
    }
  },

  IGNORES_ITS_TIMEOUT("connectingHonoursItsTimeout") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    Flow connect(Address address, ConnectOptions options) throws IOException {
      // But for the attempts that find out whether the backlog is full.
      boolean filling = options.timeout().compareTo(ConnectCases.SOON) < 0;
      return super.connect(address, filling ? options : options.timeout(Flow.FOREVER));
    }
  },

  TAKES_ZERO_FOR_NO_TIMEOUT("aTimeoutThatIsPastFailsAtOnce") {
    @Override
    Flow connect(Address address, ConnectOptions options) throws IOException {
      boolean limited = options.timeout().isPositive();
      return super.connect(address, limited ? options : options.timeout(Flow.FOREVER));
    }
  },

  CONNECTING_SWALLOWS_INTERRUPTS("connectingIsInterrupted") {
    @Override
    Flow connect(Address address, ConnectOptions options) throws IOException {
      try {
        return super.connect(address, options);
      } catch (InterruptedIOException e) {
        Thread.interrupted();
        throw e;
      }
    }
  },

  TRYING_AGAIN_IGNORES_INTERRUPTS("tryingAgainIsInterrupted") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    Flow connect(Address address, ConnectOptions options) throws IOException {
      try {
        return super.connect(address, options);
      } catch (InterruptedIOException e) {
        Thread.interrupted();
        return super.connect(address, options);
      }
    }
  },

  DOES_NOT_TRY_AGAIN("connectingTriesAgainUntilAListenerAppears") {
    @Override
    Flow connect(Address address, ConnectOptions options) throws IOException {
      return super.connect(address, options.retryFor(Duration.ZERO));
    }
  },

  GIVES_UP_TOO_EARLY("tryingAgainEndsAtItsLimit") {
    @Override
    Flow connect(Address address, ConnectOptions options) throws IOException {
      return super.connect(address, options.retryFor(options.retryFor().dividedBy(2)));
    }
  },

  NEVER_GIVES_UP("tryingAgainEndsAtItsLimit") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    Flow connect(Address address, ConnectOptions options) throws IOException {
      return super.connect(address, options.retryFor(LONG));
    }
  },

  LOSES_ONE_OF_MANY("aHundredConnectAtOnce") {
    @Override
    Flow accept(Listener listener) throws IOException {
      if (COUNT.incrementAndGet() % 50 == 0) {
        super.accept(listener).abort();
      }
      return super.accept(listener);
    }
  },

  LOSES_WHAT_WAS_SENT_BEFORE_IT_ACCEPTED("aPeerThatLeftBeforeItWasAcceptedHasSentWhatItSent") {
    @Override
    Flow accept(Listener listener) throws IOException {
      Flow accepted = super.accept(listener);
      accepted.readTimeout(ConnectCases.SOON);
      accepted.read(ByteBuffer.allocate(100));
      accepted.readTimeout(Flow.FOREVER);
      return accepted;
    }
  },

  TWO_LISTEN_AT_ONE_ADDRESS("theSameAddressIsNotListenedAtTwice") {
    @Override
    Listener listen(Address address, int backlog) throws IOException {
      try {
        return super.listen(address, backlog);
      } catch (BindException e) {
        return super.listen(Medium.UNIX.freshAddress(), backlog);
      }
    }
  },

  LISTENS_ELSEWHERE("acceptedFlowsKnowBothAddresses") {
    @Override
    Listener listen(Address address, int backlog) throws IOException {
      return super.listen(Medium.UNIX.freshAddress(), backlog);
    }

    @Override
    Address localAddress(Listener listener) {
      return new UnixAddress("@hvsock-test-nowhere");
    }
  },

  GIVES_ONE_PORT_TO_ALL("theSystemGivesFreePorts") {
    @Override
    Address given() {
      return new UnixAddress("@hvsock-test-given-" + ProcessHandle.current().pid());
    }
  },

  KEEPS_ITS_ADDRESS("anAddressIsFreeAgainAfterCloseThoughItsFlowsLiveOn") {
    @Override
    void close(Listener listener) {
      LEFT.add(listener);
    }
  },

  CLOSE_CLOSES_ITS_FLOWS("anAddressIsFreeAgainAfterCloseThoughItsFlowsLiveOn") {
    @Override
    Flow accept(Listener listener) throws IOException {
      Flow flow = super.accept(listener);
      ACCEPTED.add(flow);
      return flow;
    }

    @Override
    void close(Listener listener) throws IOException {
      super.close(listener);
      ACCEPTED.forEach(Flow::abort);
    }
  },

  ITS_FLOWS_KEEP_ITS_ADDRESS("anAddressIsFreeAgainAfterItsFlowsHaveEndedAtThisEndFirst") {
    @Override
    void close(Listener listener) {
      LEFT.add(listener);
    }
  },

  CLOSE_LEAVES_ACCEPT_BLOCKED("closingTheListenerWakesAllWhoAccept") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    void close(Listener listener) {
      LEFT.add(listener);
    }
  },

  CLOSE_LEAVES_THOSE_WHO_WAIT("closingTheListenerEndsThoseWhoWaitToBeAccepted") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    void close(Listener listener) {
      LEFT.add(listener);
    }
  },

  IGNORES_ACCEPT_TIMEOUTS("acceptingTimesOutOnTimeAndTheListenerGoesOn") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    void acceptTimeout(Listener listener, Duration timeout) {}
  },

  AN_ACCEPT_TIMEOUT_CLOSES_IT("acceptingTimesOutOnTimeAndTheListenerGoesOn") {
    @Override
    Flow accept(Listener listener) throws IOException {
      try {
        return super.accept(listener);
      } catch (SocketTimeoutException e) {
        listener.close();
        throw e;
      }
    }
  },

  AN_ACCEPT_TIMEOUT_HOLDS_FROM_THE_NEXT_ON("anAcceptTimeoutSetWhileBlockedCountsFromThen") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    Flow accept(Listener listener) throws IOException {
      ACCEPTING.incrementAndGet();
      try {
        return super.accept(listener);
      } finally {
        ACCEPTING.decrementAndGet();
      }
    }

    @Override
    void acceptTimeout(Listener listener, Duration timeout) {
      if (ACCEPTING.get() == 0) {
        super.acceptTimeout(listener, timeout);
      }
    }
  },

  ACCEPTING_SWALLOWS_INTERRUPTS("acceptingIsInterrupted") {
    @Override
    Flow accept(Listener listener) throws IOException {
      try {
        return super.accept(listener);
      } catch (InterruptedIOException e) {
        Thread.interrupted();
        throw e;
      }
    }
  },

  AN_INTERRUPT_CLOSES_IT("acceptingIsInterrupted") {
    @Override
    Flow accept(Listener listener) throws IOException {
      try {
        return super.accept(listener);
      } catch (InterruptedIOException e) {
        listener.close();
        throw e;
      }
    }
  },

  GIVES_ONE_FLOW_TO_TWO("racingAcceptorsGetAFlowEach") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    Flow accept(Listener listener) throws IOException {
      Flow accepted = super.accept(listener);
      Flow earlier = LAST.getAndSet(accepted);
      return earlier == null ? accepted : earlier;
    }
  },

  FORGETS_ITS_PEER("acceptedFlowsKnowBothAddresses") {
    @Override
    Flow accept(Listener listener) throws IOException {
      return new BrokenFlow(super.accept(listener), FaultOfEnds.FORGETS_ITS_PEERS_ADDRESS);
    }
  },

  LOSES_A_DESCRIPTOR_EACH_TIME("flowsThatEndGiveTheirDescriptorsBack") {
    @Override
    Flow accept(Listener listener) throws IOException {
      LEFT.add(SocketChannel.open());
      return super.accept(listener);
    }
  };

  /** Longer than what is prompt, and than the watchdog's limit. */
  private static final Duration LONG = Duration.ofSeconds(2);

  /** What a fault has not closed, for the test to close. */
  static final Queue<Closeable> LEFT = new ConcurrentLinkedQueue<>();

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final AtomicInteger ACCEPTING = new AtomicInteger();
  private static final Queue<Flow> ACCEPTED = new ConcurrentLinkedQueue<>();
  private static final AtomicReference<Flow> LAST = new AtomicReference<>();

  /** The name of a case that fails for it. */
  final String foundBy;

  ListenerFault(String foundBy) {
    this.foundBy = foundBy;
  }

  /** Whether it makes a case hang, so that it takes the watchdog to find it. */
  boolean hangs() {
    return false;
  }

  Flow connect(Address address, ConnectOptions options) throws IOException {
    return Hvsock.connect(
        address, own -> own.timeout(options.timeout()).retryFor(options.retryFor()));
  }

  Listener listen(Address address, int backlog) throws IOException {
    return Hvsock.listen(address, own -> own.backlog(backlog));
  }

  /** What the system gives to whom any address is right. */
  Address given() throws IOException {
    return Medium.UNIX.freshAddress();
  }

  Flow accept(Listener listener) throws IOException {
    return listener.accept();
  }

  void close(Listener listener) throws IOException {
    listener.close();
  }

  void acceptTimeout(Listener listener, Duration timeout) {
    listener.acceptTimeout(timeout);
  }

  Address localAddress(Listener listener) {
    return listener.localAddress();
  }
}
