package dev.hvsock.testing;

import dev.hvsock.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Bytes that are lost, changed, mixed or waited for in vain. */
enum FaultOfStreams implements Fault {
  DROPS_THE_LAST_BYTE("oneMebibyteMakesTheRoundTrip") {
    @Override
    public int write(Flow flow, ByteBuffer src) throws IOException {
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
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      int at = dst.position();
      int n = flow.read(dst);
      if (n > 2000) {
        dst.put(at, (byte) (dst.get(at) ^ 1));
      }
      return n;
    }
  },

  WRITES_THE_SECOND_HALF_FIRST("oneMebibyteMakesTheRoundTrip") {
    @Override
    public int write(Flow flow, ByteBuffer src) throws IOException {
      int start = src.position();
      int half = start + src.remaining() / 2;
      flow.write(src.position(half));
      int end = src.position();
      flow.write(src.duplicate().limit(half).position(start));
      return end - start;
    }
  },

  READS_NOTHING("pingPongTo1000") {
    @Override
    public double seconds() {
      return SOON;
    }

    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      return ThreadLocalRandom.current().nextInt(5) == 0 ? 0 : flow.read(dst);
    }
  },

  WAITS_TO_FILL_THE_BUFFER("readingDoesNotWaitToFillTheBuffer") {
    @Override
    public double seconds() {
      return SOON;
    }

    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      int start = dst.position();
      while (dst.hasRemaining() && flow.read(dst) >= 0) {
        // Until it is full.
      }
      return dst.position() - start;
    }
  },

  WRITES_A_PART_ONLY("oneMebibyteMakesTheRoundTrip") {
    @Override
    public double seconds() {
      return SOON;
    }

    @Override
    public int write(Flow flow, ByteBuffer src) throws IOException {
      int limit = src.limit();
      src.limit(Math.min(limit, src.position() + 50_000));
      int n = flow.write(src);
      src.limit(limit);
      return n;
    }
  },

  WRITES_BEHIND_THE_CALLERS_BACK("aWrittenBufferIsTheCallersAgain") {
    @Override
    public int write(Flow flow, ByteBuffer src) {
      int n = src.remaining();
      ByteBuffer kept = src.duplicate();
      src.position(src.limit());
      later(() -> flow.write(kept));
      return n;
    }
  },

  MIXES_WRITES("racingWritersDoNotMixTheirWrites") {
    @Override
    public int write(Flow flow, ByteBuffer src) throws IOException {
      int n = src.remaining();
      int limit = src.limit();
      while (src.position() < limit) {
        flow.write(src.limit(Math.min(limit, src.position() + 10_000)));
        letOthersIn();
      }
      return n;
    }
  },

  MIXES_GATHERED_WRITES("racingWritersDoNotMixTheirWrites") {
    @Override
    public long gather(Flow flow, ByteBuffer[] srcs, int offset, int length) throws IOException {
      long n = 0;
      for (int i = offset; i < offset + length; i++) {
        n += flow.write(srcs[i]);
        letOthersIn();
      }
      return n;
    }
  },

  GATHERS_BACKWARDS("gatheringWritesInOrder") {
    @Override
    public long gather(Flow flow, ByteBuffer[] srcs, int offset, int length) throws IOException {
      long n = 0;
      for (int i = offset + length - 1; i >= offset; i--) {
        n += flow.write(srcs[i]);
      }
      return n;
    }
  },

  GATHERS_ALL_THERE_IS("gatheringWritesInOrder") {
    @Override
    public long gather(Flow flow, ByteBuffer[] srcs, int offset, int length) throws IOException {
      return flow.write(srcs, 0, srcs.length);
    }
  },

  GATHERS_WHAT_FITS("gatheringWritesMoreThanFits") {
    @Override
    public double seconds() {
      return SOON;
    }

    @Override
    public long gather(Flow flow, ByteBuffer[] srcs, int offset, int length) throws IOException {
      return flow.write(srcs[offset]);
    }
  },

  SCATTERS_INTO_THE_FIRST_ONLY("scatteringFillsInOrderAndWaitsForTheFirstByteOnly") {
    @Override
    public long scatter(Flow flow, ByteBuffer[] dsts, int offset, int length) throws IOException {
      return flow.read(dsts[offset]);
    }
  },

  SCATTERING_WAITS_TO_FILL("scatteringFillsInOrderAndWaitsForTheFirstByteOnly") {
    @Override
    public double seconds() {
      return SOON;
    }

    @Override
    public long scatter(Flow flow, ByteBuffer[] dsts, int offset, int length) throws IOException {
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        while (dsts[i].hasRemaining() && flow.read(dsts[i]) >= 0) {
          total++;
        }
      }
      return total;
    }
  },

  TAKES_THE_WHOLE_ARRAY("onlyTheBytesBetweenPositionAndLimitTakePart") {
    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      int n = flow.read(dst.duplicate().position(0));
      dst.position(dst.position() + Math.max(0, Math.min(n, dst.remaining())));
      return n;
    }
  },

  TAKES_READ_ONLY_BUFFERS("readOnlyBuffersAreWrittenAndRefusedToReadInto") {
    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      return dst.isReadOnly() ? 0 : flow.read(dst);
    }
  },

  WAITS_WITHOUT_ROOM("aReadWithoutRoomReadsNothingEvenAtTheEnd") {
    @Override
    public double seconds() {
      return SOON;
    }

    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      return dst.hasRemaining() ? flow.read(dst) : flow.read(ByteBuffer.allocate(1));
    }
  },

  GIVES_EMPTY_PIECES("readingWithoutABufferGivesAtLeastOneByte") {
    @Override
    public Optional<ByteBuffer> read(Flow flow) {
      return Optional.of(ByteBuffer.allocate(0));
    }
  },

  ONE_LOCK_FOR_BOTH_DIRECTIONS("aReaderAndAWriterWaitAtOnceAndIndependently") {
    @Override
    public double seconds() {
      return SOON;
    }

    @Override
    public int read(Flow flow, ByteBuffer dst) throws IOException {
      synchronized (flow) {
        return flow.read(dst);
      }
    }

    @Override
    public int write(Flow flow, ByteBuffer src) throws IOException {
      synchronized (flow) {
        return flow.write(src);
      }
    }
  };

  /** After so many seconds, a case that hangs does. */
  static final double SOON = 0.5;

  private final String foundBy;

  FaultOfStreams(String foundBy) {
    this.foundBy = foundBy;
  }

  @Override
  public String foundBy() {
    return foundBy;
  }

  /** Or this thread may well be the next one that gets the turn. */
  private static void letOthersIn() {
    LockSupport.parkNanos(100_000);
  }

  /** Work of a flow. */
  interface Work {
    void run() throws IOException;
  }

  /** Does it a moment after the call in which it should have been done. */
  static void later(Work work) {
    Thread.ofVirtual()
        .start(
            () -> {
              LockSupport.parkNanos(200_000_000);
              try {
                work.run();
              } catch (IOException e) {
                // Too late.
              }
            });
  }
}
