package dev.hvsock.testing;

import dev.hvsock.Flow;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Time limits and interrupts that are missed, come early, or break something. */
enum FaultOfTime implements Fault {
  IGNORES_READ_LIMITS("aReadTimesOutOnTimeAndAgainAndTheFlowGoesOn") {
    @Override
    public double seconds() {
      return FaultOfStreams.SOON;
    }

    @Override
    public void readTimeout(Flow flow, Duration timeout) {}
  },

  IGNORES_WRITE_LIMITS("aWriteTimesOutOnTimeAndSaysHowMuchItMoved") {
    @Override
    public double seconds() {
      return FaultOfStreams.SOON;
    }

    @Override
    public void writeTimeout(Flow flow, Duration timeout) {}
  },

  TIMES_OUT_EARLY("aReadTimesOutOnTimeAndAgainAndTheFlowGoesOn") {
    @Override
    public void readTimeout(Flow flow, Duration timeout) {
      flow.readTimeout(timeout.dividedBy(2));
    }
  },

  FORGETS_THAT_THERE_IS_NO_LIMIT("limitsAreForeverUnlessSetAndReadBackAsSet") {
    @Override
    public Duration readTimeout(Flow flow) {
      Duration limit = flow.readTimeout();
      return limit.equals(Flow.FOREVER) ? Duration.ZERO : limit;
    }
  },

  TAKES_ZERO_FOR_NO_LIMIT("aLimitThatIsPastFailsAtOnceAndMovesNothing") {
    @Override
    public void readTimeout(Flow flow, Duration timeout) {
      flow.readTimeout(timeout.isPositive() ? timeout : Flow.FOREVER);
    }
  },

  THE_READ_LIMIT_STRIKES_WRITES("aReadLimitLeavesWritesAlone") {
    @Override
    public void readTimeout(Flow flow, Duration timeout) {
      flow.readTimeout(timeout);
      flow.writeTimeout(timeout);
    }
  },

  THE_WRITE_LIMIT_STRIKES_READS("aWriteLimitLeavesReadsAlone") {
    @Override
    public void writeTimeout(Flow flow, Duration timeout) {
      flow.readTimeout(timeout);
      flow.writeTimeout(timeout);
    }
  },

  A_LIMIT_HOLDS_FROM_THE_NEXT_CALL_ON("aReadLimitSetWhileBlockedCountsFromThen") {
    @Override
    public double seconds() {
      return FaultOfStreams.SOON;
    }

    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      READERS.incrementAndGet();
      try {
        return flow.read(dst);
      } finally {
        READERS.decrementAndGet();
      }
    }

    @Override
    public void readTimeout(Flow flow, Duration timeout) {
      if (READERS.get() == 0) {
        flow.readTimeout(timeout);
      }
    }
  },

  A_LIMIT_TAKEN_AWAY_STRIKES("aLimitTakenAwayWhileBlockedDoesNotStrike") {
    @Override
    public void readTimeout(Flow flow, Duration timeout) {
      if (!timeout.equals(Flow.FOREVER)) {
        flow.readTimeout(timeout);
      }
    }
  },

  WRITES_AGAIN_WHAT_A_TIMED_OUT_WRITE_MOVED("aWriteTimesOutOnTimeAndSaysHowMuchItMoved") {
    @Override
    public int write(Flow flow, ByteBuffer src) throws IOException {
      int start = src.position();
      try {
        return flow.write(src);
      } catch (SocketTimeoutException e) {
        src.position(start);
        throw e;
      }
    }
  },

  EATS_WHAT_A_TIMED_OUT_WRITE_LEFT("aWriteTimesOutOnTimeAndSaysHowMuchItMoved") {
    @Override
    public int write(Flow flow, ByteBuffer src) throws IOException {
      try {
        return flow.write(src);
      } catch (SocketTimeoutException e) {
        src.position(src.limit());
        throw e;
      }
    }
  },

  DOES_NOT_SAY_WHAT_A_TIMED_OUT_WRITE_MOVED("aWriteTimesOutOnTimeAndSaysHowMuchItMoved") {
    @Override
    public int write(Flow flow, ByteBuffer src) throws IOException {
      try {
        return flow.write(src);
      } catch (SocketTimeoutException e) {
        e.bytesTransferred = 0;
        throw e;
      }
    }
  },

  A_TIMEOUT_CLOSES("aReadTimesOutOnTimeAndAgainAndTheFlowGoesOn") {
    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      try {
        return flow.read(dst);
      } catch (SocketTimeoutException e) {
        flow.abort();
        throw e;
      }
    }
  },

  A_TIMED_OUT_READ_STILL_TAKES_BYTES("aReadTimesOutOnTimeAndAgainAndTheFlowGoesOn") {
    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      try {
        if (TIMED_OUT.contains(flow)) {
          flow.read(ByteBuffer.allocate(1));
          TIMED_OUT.remove(flow);
        }
        return flow.read(dst);
      } catch (SocketTimeoutException e) {
        TIMED_OUT.add(flow);
        throw e;
      }
    }
  },

  SWALLOWS_INTERRUPTS("aBlockedReaderIsInterrupted") {
    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      try {
        return flow.read(dst);
      } catch (InterruptedIOException e) {
        Thread.interrupted();
        throw e;
      }
    }
  },

  IGNORES_INTERRUPTS("aBlockedReaderIsInterrupted") {
    @Override
    public double seconds() {
      return FaultOfStreams.SOON;
    }

    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      while (true) {
        try {
          return flow.read(dst);
        } catch (SocketTimeoutException e) {
          throw e;
        } catch (InterruptedIOException e) {
          Thread.interrupted();
        }
      }
    }
  },

  OVERLOOKS_AN_INTERRUPT_BEFORE("aThreadThatIsInterruptedAlreadyDoesNotBlock") {
    @Override
    public double seconds() {
      return FaultOfStreams.SOON;
    }

    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      Thread.interrupted();
      return flow.read(dst);
    }
  },

  AN_INTERRUPT_CLOSES("aBlockedReaderIsInterrupted") {
    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      try {
        return flow.read(dst);
      } catch (InterruptedIOException e) {
        flow.abort();
        throw e;
      }
    }
  },

  TAKES_AN_INTERRUPT_FOR_A_TIMEOUT("aBlockedReaderIsInterrupted") {
    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      try {
        return flow.read(dst);
      } catch (InterruptedIOException e) {
        throw new SocketTimeoutException(e.getMessage());
      }
    }
  },

  DOES_NOT_SAY_WHAT_AN_INTERRUPTED_WRITE_MOVED("aBlockedWriterIsInterruptedAndSaysHowMuchItMoved") {
    @Override
    public int write(Flow flow, ByteBuffer src) throws IOException {
      try {
        return flow.write(src);
      } catch (InterruptedIOException e) {
        e.bytesTransferred = 0;
        throw e;
      }
    }
  };

  private static final Set<Flow> TIMED_OUT = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger READERS = new AtomicInteger();

  private final String foundBy;

  FaultOfTime(String foundBy) {
    this.foundBy = foundBy;
  }

  @Override
  public String foundBy() {
    return foundBy;
  }
}
