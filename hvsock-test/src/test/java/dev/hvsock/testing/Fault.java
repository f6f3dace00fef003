package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.MemoryAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** What flows have been seen to get wrong, each with a case that finds it. */
enum Fault {
  NONE("pingPongTo1000"),

  DROPS_THE_LAST_BYTE("oneMebibyteMakesTheRoundTrip") {
    @Override
    int write(Flow flow, ByteBuffer src) throws IOException {
      int n = src.remaining();
      if (n > 10) {
        flow.write(src.limit(src.limit() - 1));
        src.limit(src.limit() + 1).position(src.limit());
      } else {
        flow.write(src);
      }
      return n;
    }
  },

  FLIPS_A_BIT("tenMebibytesInRandomPiecesHaveTheSameDigest") {
    @Override
    int read(Flow flow, ByteBuffer dst) throws IOException {
      int at = dst.position();
      int n = flow.read(dst);
      if (n > 2000) {
        dst.put(at, (byte) (dst.get(at) ^ 1));
      }
      return n;
    }
  },

  NEVER_SIGNALS_THE_END("aHalfCloseWakesThePeersReader") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    void shutdownOutput(Flow flow) {}
  },

  FORGETS_THE_END("endOfStreamIsForEverAndInEveryWayOfReading") {
    @Override
    int read(Flow flow, ByteBuffer dst) throws IOException {
      int n = flow.read(dst);
      return n < 0 && ThreadLocalRandom.current().nextBoolean() ? 0 : n;
    }
  },

  HALF_CLOSE_CLOSES("theClientHalfClosesBeforeItReadsTheReply") {
    @Override
    void shutdownOutput(Flow flow) throws IOException {
      flow.abort();
    }
  },

  SHUTDOWN_INPUT_CLOSES("closingAStreamEndsItsDirectionOnly") {
    @Override
    void shutdownInput(Flow flow) {
      flow.abort();
    }
  },

  CLOSE_LEAVES_READERS_BLOCKED("closeWakesAllWhoAreBlocked") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    void close(Flow flow) throws IOException {
      flow.shutdownOutput();
    }
  },

  CLOSE_DISCARDS_WHAT_IS_IN_FLIGHT("allThatWasWrittenBeforeCloseArrives") {
    @Override
    void close(Flow flow) {
      flow.abort();
    }
  },

  CLOSE_WAITS_FOR_NOBODY("closeWaitsForThePeerForTheCloseTimeoutAndThenItsWritesFail") {
    @Override
    void close(Flow flow) throws IOException {
      flow.shutdownOutput();
      flow.abort();
    }
  },

  CLOSE_FAILS_THE_SECOND_TIME("closeIsIdempotentAndEverythingFailsAfterIt") {
    @Override
    void close(Flow flow) throws IOException {
      if (!flow.isOpen()) {
        throw new ClosedChannelException();
      }
      flow.close();
    }
  },

  ABORT_LOOKS_LIKE_AN_END("abortEndsWhatThePeerIsBlockedIn") {
    @Override
    void abort(Flow flow) {
      try {
        flow.shutdownOutput();
        flow.shutdownInput();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  },

  READS_NOTHING("pingPongTo1000") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    int read(Flow flow, ByteBuffer dst) throws IOException {
      return ThreadLocalRandom.current().nextInt(5) == 0 ? 0 : flow.read(dst);
    }
  },

  WAITS_TO_FILL_THE_BUFFER("readingDoesNotWaitToFillTheBuffer") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    int read(Flow flow, ByteBuffer dst) throws IOException {
      int start = dst.position();
      while (dst.hasRemaining() && flow.read(dst) >= 0) {
        // Until it is full.
      }
      return dst.position() - start;
    }
  },

  WRITES_A_PART_ONLY("oneMebibyteMakesTheRoundTrip") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    int write(Flow flow, ByteBuffer src) throws IOException {
      int limit = src.limit();
      src.limit(Math.min(limit, src.position() + 50_000));
      int n = flow.write(src);
      src.limit(limit);
      return n;
    }
  },

  WRITES_AFTER_THE_END_SILENTLY("shutdownOutputIsIdempotentAndLaterWritesFail") {
    @Override
    int write(Flow flow, ByteBuffer src) throws IOException {
      try {
        return flow.write(src);
      } catch (ClosedChannelException e) {
        return src.remaining();
      }
    }
  },

  MIXES_WRITES("racingWritersDoNotMixTheirWrites") {
    @Override
    int write(Flow flow, ByteBuffer src) throws IOException {
      int n = src.remaining();
      int limit = src.limit();
      while (src.position() < limit) {
        flow.write(src.limit(Math.min(limit, src.position() + 10_000)));
        LockSupport.parkNanos(
            100_000); // or this thread may well be the next one that gets the turn
      }
      return n;
    }
  },

  ONE_LOCK_FOR_BOTH_DIRECTIONS("aReaderAndAWriterWaitAtOnceAndIndependently") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    int read(Flow flow, ByteBuffer dst) throws IOException {
      synchronized (flow) {
        return flow.read(dst);
      }
    }

    @Override
    int write(Flow flow, ByteBuffer src) throws IOException {
      synchronized (flow) {
        return flow.write(src);
      }
    }
  },

  IGNORES_TIME_LIMITS("aReadTimesOutOnTimeAndAgainAndTheFlowGoesOn") {
    @Override
    boolean hangs() {
      return true;
    }

    @Override
    void readTimeout(Flow flow, Duration timeout) {}
  },

  TIMES_OUT_EARLY("aReadTimesOutOnTimeAndAgainAndTheFlowGoesOn") {
    @Override
    void readTimeout(Flow flow, Duration timeout) {
      flow.readTimeout(timeout.dividedBy(2));
    }
  },

  LOSES_WHAT_A_TIMED_OUT_WRITE_MOVED("aWriteTimesOutOnTimeAndSaysHowMuchItMoved") {
    @Override
    int write(Flow flow, ByteBuffer src) throws IOException {
      int start = src.position();
      try {
        return flow.write(src);
      } catch (SocketTimeoutException e) {
        src.position(start);
        throw e;
      }
    }
  },

  SWALLOWS_INTERRUPTS("aBlockedReaderIsInterrupted") {
    @Override
    int read(Flow flow, ByteBuffer dst) throws IOException {
      try {
        return flow.read(dst);
      } catch (InterruptedIOException e) {
        Thread.interrupted();
        throw e;
      }
    }
  },

  AN_INTERRUPT_CLOSES("aBlockedReaderIsInterrupted") {
    @Override
    int read(Flow flow, ByteBuffer dst) throws IOException {
      try {
        return flow.read(dst);
      } catch (InterruptedIOException e) {
        flow.abort();
        throw e;
      }
    }
  },

  FORGETS_ITS_ADDRESS("bothAddressesAreKnownUntilAfterTheEnd") {
    @Override
    Address remoteAddress(Flow flow) {
      return flow.isOpen() ? flow.remoteAddress() : new MemoryAddress("unknown", 0);
    }
  };

  /** The name of a case that fails for it. */
  final String foundBy;

  Fault(String foundBy) {
    this.foundBy = foundBy;
  }

  /** Whether it makes a case hang, so that it takes the watchdog to find it. */
  boolean hangs() {
    return false;
  }

  int read(Flow flow, ByteBuffer dst) throws IOException {
    return flow.read(dst);
  }

  int write(Flow flow, ByteBuffer src) throws IOException {
    return flow.write(src);
  }

  void shutdownInput(Flow flow) throws IOException {
    flow.shutdownInput();
  }

  void shutdownOutput(Flow flow) throws IOException {
    flow.shutdownOutput();
  }

  void close(Flow flow) throws IOException {
    flow.close();
  }

  void abort(Flow flow) {
    flow.abort();
  }

  void readTimeout(Flow flow, Duration timeout) {
    flow.readTimeout(timeout);
  }

  Address remoteAddress(Flow flow) {
    return flow.remoteAddress();
  }
}
