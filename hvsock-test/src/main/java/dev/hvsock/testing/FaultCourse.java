package dev.hvsock.testing;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What a script does in one direction, mark by mark. */
final class FaultCourse {
  private final Plan plan;
  private final RandomGenerator random;
  private int fixed;
  private long cut;

  FaultCourse(Plan plan, RandomGenerator random) {
    this.plan = plan;
    this.random = random;
  }

  /** What happens at a mark, after its delay. */
  enum Fate {
    GO_ON,
    END,
    RESET
  }

  /**
   * A place in the stream that no operation moves bytes across.
   *
   * @param offset bytes before it
   * @param delay nanoseconds to wait there; {@link Long#MAX_VALUE} for ever
   */
  record Mark(long offset, long delay, Fate fate) {
    private static final Mark NONE = new Mark(Long.MAX_VALUE, 0, Fate.GO_ON);
  }

  /**
   * What is decided before anything is drawn.
   *
   * @param most bytes of a piece; 0 for not in pieces
   * @param share of the pieces that are delayed
   * @param delay nanoseconds, at most
   * @param fixed in the order of their offsets
   */
  record Plan(int most, double share, long delay, List<Mark> fixed) {
    static final Plan NOTHING = new Plan(0, 0, 0, List.of());

    Plan pieces(int bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("a piece of " + bytes + " bytes is no piece");
      }
      return new Plan(bytes, share, delay, fixed);
    }

    Plan delays(double some, Duration longest, int unlessSet) {
      if (!(some >= 0 && some <= 1)) {
        throw new IllegalArgumentException("share " + some + " is not from 0 to 1");
      }
      return new Plan(most == 0 ? unlessSet : most, some, nanos(longest), fixed);
    }

    Plan at(long offset, long delayNanos, Fate fate) {
      if (offset < 0) {
        throw new IllegalArgumentException("offset " + offset + " is negative");
      }
      Stream<Mark> marks =
          Stream.concat(fixed.stream(), Stream.of(new Mark(offset, delayNanos, fate)));
      return new Plan(
          most, share, delay, marks.sorted(Comparator.comparingLong(Mark::offset)).toList());
    }
  }

  /** Nanoseconds, for ever being {@link Long#MAX_VALUE}. */
  static long nanos(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a delay of " + time + " is negative");
    }
    return time.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0 ? Long.MAX_VALUE : time.toNanos();
  }

  /** The next mark, in the order of offsets. */
  Mark next() {
    Mark given = fixed < plan.fixed.size() ? plan.fixed.get(fixed) : Mark.NONE;
    if (plan.most == 0 || given.offset <= cut) {
      fixed++;
      return given;
    }
    Mark drawn = new Mark(cut, delay(), Fate.GO_ON);
    cut += piece();
    return drawn;
  }

  /** Every magnitude is as likely as any other. */
  private long piece() {
    int magnitudes = Integer.SIZE - Integer.numberOfLeadingZeros(plan.most);
    return 1 + random.nextLong(Math.min(plan.most, 2L << random.nextInt(magnitudes)));
  }

  /** Draws as often whether there is a delay or not, so that the one does not move the other. */
  private long delay() {
    boolean delayed = random.nextDouble() < plan.share;
    long nanos = plan.delay > 0 ? random.nextLong(plan.delay) : 0;
    return delayed ? nanos : 0;
  }
}
