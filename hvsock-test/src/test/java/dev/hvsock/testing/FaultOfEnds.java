package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import dev.hvsock.MemoryAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.WeakHashMap;

/** Ends that are not seen, come at the wrong time, or take more with them than their direction. */
enum FaultOfEnds implements Fault {
  NEVER_SIGNALS_THE_END("aHalfCloseWakesThePeersReader") {
    @Override
    public double seconds() {
      return FaultOfStreams.SOON;
    }

    @Override
    public void shutdownOutput(Flow flow) {}
  },

  FORGETS_THE_END("endOfStreamIsForEverAndInEveryWayOfReading") {
    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      int n = flow.read(dst);
      return n < 0 && !isFirst(flow) ? 0 : n;
    }
  },

  HALF_CLOSE_CLOSES("theClientHalfClosesBeforeItReadsTheReply") {
    @Override
    public void shutdownOutput(Flow flow) throws IOException {
      flow.abort();
    }
  },

  HALF_CLOSE_OVERTAKES_WHAT_WAS_WRITTEN("theServerHalfClosesBeforeItReadsTheRequest") {
    @Override
    public int write(Flow flow, ByteBuffer src) {
      byte[] copy = new byte[src.remaining()];
      src.get(copy);
      FaultOfStreams.later(() -> flow.write(ByteBuffer.wrap(copy)));
      return copy.length;
    }
  },

  HALF_CLOSE_FAILS_THE_SECOND_TIME("shutdownOutputIsIdempotentAndLaterWritesFail") {
    @Override
    public void shutdownOutput(Flow flow) throws IOException {
      flow.write(ByteBuffer.allocate(0));
      flow.shutdownOutput();
    }
  },

  HALF_CLOSE_WAITS_FOR_ITS_WRITER("shutdownOutputWakesItsOwnWriter") {
    @Override
    public double seconds() {
      return FaultOfStreams.SOON;
    }

    @Override
    public int write(Flow flow, ByteBuffer src) throws IOException {
      synchronized (flow) {
        return flow.write(src);
      }
    }

    @Override
    public void shutdownOutput(Flow flow) throws IOException {
      synchronized (flow) {
        flow.shutdownOutput();
      }
    }
  },

  WRITES_AFTER_THE_END_SILENTLY("shutdownOutputIsIdempotentAndLaterWritesFail") {
    @Override
    public int write(Flow flow, ByteBuffer src) throws IOException {
      try {
        return flow.write(src);
      } catch (ClosedChannelException e) {
        return src.remaining();
      }
    }
  },

  INPUT_SHUTDOWN_CLOSES("closingAStreamEndsItsDirectionOnly") {
    @Override
    public void shutdownInput(Flow flow) {
      flow.abort();
    }
  },

  INPUT_SHUTDOWN_WAITS_FOR_ITS_READER("shutdownInputIsIdempotentAndWakesItsOwnReader") {
    @Override
    public double seconds() {
      return FaultOfStreams.SOON;
    }

    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      synchronized (flow) {
        return flow.read(dst);
      }
    }

    @Override
    public void shutdownInput(Flow flow) throws IOException {
      synchronized (flow) {
        flow.shutdownInput();
      }
    }
  },

  INPUT_SHUTDOWN_IS_PUT_OFF("shutdownInputForgetsWhatHasArrived") {
    @Override
    public void shutdownInput(Flow flow) {
      FaultOfStreams.later(flow::shutdownInput);
    }
  },

  WRITES_TO_NOBODY_SILENTLY("writesFailWhenThePeerHasShutItsInputDown") {
    @Override
    public double seconds() {
      return FaultOfStreams.SOON;
    }

    @Override
    public int write(Flow flow, ByteBuffer src) throws IOException {
      try {
        return flow.write(src);
      } catch (ClosedChannelException e) {
        if (Thread.interrupted()) {
          throw new InterruptedIOException("the watchdog has seen enough");
        }
        return src.remaining();
      }
    }
  },

  CLOSE_LEAVES_READERS_BLOCKED("closeWakesAllWhoAreBlocked") {
    @Override
    public double seconds() {
      return FaultOfStreams.SOON;
    }

    @Override
    public void close(Flow flow) throws IOException {
      flow.shutdownOutput();
    }
  },

  CLOSE_DISCARDS_WHAT_IS_IN_FLIGHT("allThatWasWrittenBeforeCloseArrives") {
    @Override
    public void close(Flow flow) {
      flow.abort();
    }
  },

  CLOSE_WAITS_FOR_NOBODY("closeWaitsForThePeerForTheCloseTimeoutAndThenItsWritesFail") {
    @Override
    public void close(Flow flow) throws IOException {
      flow.shutdownOutput();
      flow.abort();
    }
  },

  CLOSE_WAITS_WITHOUT_LIMIT("closeWaitsForThePeerForTheCloseTimeoutAndThenItsWritesFail") {
    @Override
    public double seconds() {
      return 4; // twice as long as the case takes
    }

    @Override
    public void close(Flow flow) throws IOException {
      flow.shutdownOutput();
      Content.toEnd(flow);
      flow.close();
    }
  },

  CLOSE_WAITS_THOUGH_BOTH_HAVE_ENDED("bothEndsCloseAtOnce") {
    @Override
    public void close(Flow flow) throws IOException {
      flow.close();
      pause();
    }
  },

  CLOSE_WAITS_ON_WHEN_INTERRUPTED("anInterruptEndsTheWaitingOfClose") {
    @Override
    public void close(Flow flow) throws IOException {
      flow.close();
      if (Thread.interrupted()) {
        pause();
      }
    }
  },

  CLOSE_FAILS_THE_SECOND_TIME("closeIsIdempotentAndEverythingFailsAfterIt") {
    @Override
    public void close(Flow flow) throws IOException {
      if (!flow.isOpen()) {
        throw new ClosedChannelException();
      }
      flow.close();
    }
  },

  STAYS_OPEN("closeIsIdempotentAndEverythingFailsAfterIt") {
    @Override
    public boolean isOpen(Flow flow) {
      return true;
    }
  },

  ABORT_LOOKS_LIKE_AN_END("abortEndsWhatThePeerIsBlockedIn") {
    @Override
    public void abort(Flow flow) {
      try {
        flow.shutdownOutput();
        flow.shutdownInput();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  },

  ABORT_WAKES_NOBODY("abortWakesAllWhoAreBlocked") {
    @Override
    public double seconds() {
      return FaultOfStreams.SOON;
    }

    @Override
    public void abort(Flow flow) {
      Thread.ofVirtual()
          .start(
              () -> {
                pause(); // until the watchdog has seen enough
                flow.abort();
              });
    }
  },

  ABORT_CLOSES("abortCutsCloseShort") {
    @Override
    public void abort(Flow flow) {
      try {
        flow.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  },

  FORGETS_A_RESET("abortEndsWhatThePeerIsBlockedIn") {
    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      try {
        return flow.read(dst);
      } catch (FlowResetException e) {
        if (isFirst(flow)) {
          throw e;
        }
        return -1;
      }
    }
  },

  DOES_NOT_TELL_A_RESET_BY_ITS_TYPE("abortEndsWhatThePeerIsBlockedIn") {
    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      try {
        return flow.read(dst);
      } catch (FlowResetException e) {
        throw new IOException("Connection reset by peer", e);
      }
    }
  },

  DOES_NOT_SAY_WHICH_FLOW_FAILED("failuresNameTheOperationAndTheAddress") {
    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      try {
        return flow.read(dst);
      } catch (SocketTimeoutException e) {
        throw new SocketTimeoutException("Read timed out");
      }
    }
  },

  FORGETS_ITS_PEERS_ADDRESS("bothAddressesAreKnownUntilAfterTheEnd") {
    @Override
    public Address remoteAddress(Flow flow) {
      return flow.isOpen() ? flow.remoteAddress() : new MemoryAddress("unknown", 0);
    }
  },

  TAKES_ITS_PEERS_ADDRESS_FOR_ITS_OWN("bothAddressesAreKnownUntilAfterTheEnd") {
    @Override
    public Address localAddress(Flow flow) {
      return flow.remoteAddress();
    }
  };

  /** Flows that have told their end. */
  private static final Map<Flow, Boolean> TOLD = new WeakHashMap<>();

  private final String foundBy;

  FaultOfEnds(String foundBy) {
    this.foundBy = foundBy;
  }

  @Override
  public String foundBy() {
    return foundBy;
  }

  private static boolean isFirst(Flow flow) {
    synchronized (TOLD) {
      return TOLD.put(flow, true) == null;
    }
  }

  /** As long as closing may wait. */
  private static void pause() {
    try {
      Thread.sleep(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
