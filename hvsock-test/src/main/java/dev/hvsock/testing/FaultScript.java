package dev.hvsock.testing;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What a {@link FaultyFlow} does to the bytes that pass it, and at which of them.
 *
 * <p>Everything happens at offsets of the stream, which are drawn from the seed or given: neither
 * the size of the calls nor the speed of the peer changes where. {@link #toString} is the Java
 * expression that makes the script again, so that a failure that names it can be repeated:
 *
 * {@snippet :
 * FaultScript.seeded(42).resetAfterReading(1000)
 * }
 *
 * <p>Immutable; each method gives a new script.
 */
public final class FaultScript {
  /** What pieces of {@link #seeded} are at most, and those of a script that only delays. */
  private static final int STANDARD_BYTES = 1 << 16;

  private static final double STANDARD_SHARE = 0.02;
  private static final Duration STANDARD_DELAY = Duration.ofMillis(1);

  private final String text;
  private final long seed;
  private final FaultCourse.Plan reading;
  private final FaultCourse.Plan writing;

  private FaultScript(String text, long seed, FaultCourse.Plan reading, FaultCourse.Plan writing) {
    this.text = text;
    this.seed = seed;
    this.reading = reading;
    this.writing = writing;
  }

  /** Does nothing: the flow is as it is. */
  public static FaultScript none() {
    return new FaultScript(
        "FaultScript.none()", 0, FaultCourse.Plan.NOTHING, FaultCourse.Plan.NOTHING);
  }

  /**
   * What any transport may do: short reads and short writes of all sizes up to 64 KiB, and a delay
   * of up to 1 ms at each fiftieth or so. A program that is right works as before, if slower; the
   * flow still keeps the whole contract.
   *
   * @param seed what all offsets, sizes and delays are drawn from
   */
  public static FaultScript seeded(long seed) {
    FaultScript script =
        none()
            .seed(seed)
            .shortReads(STANDARD_BYTES)
            .shortWrites(STANDARD_BYTES)
            .delays(STANDARD_SHARE, STANDARD_DELAY);
    return new FaultScript(
        "FaultScript.seeded(" + literal(seed) + ")", seed, script.reading, script.writing);
  }

  /** Draws from another seed, which is 0 unless set. */
  public FaultScript seed(long other) {
    return new FaultScript(text + ".seed(" + literal(other) + ")", other, reading, writing);
  }

  /**
   * A read gives no more than a piece, though more has arrived. Found out by this: programs that
   * take one read for one message.
   *
   * @param most bytes of a piece, at least 1; sizes of every magnitude up to it are drawn
   */
  public FaultScript shortReads(int most) {
    return reading("shortReads(" + most + ")", reading.pieces(most));
  }

  /**
   * A write goes on in pieces, which the peer may read one by one. It is still complete when it
   * returns, and no other writer's bytes are in between. Found out by this: peers that take one
   * read for one message.
   *
   * @param most bytes of a piece, at least 1; sizes of every magnitude up to it are drawn
   */
  public FaultScript shortWrites(int most) {
    return writing("shortWrites(" + most + ")", writing.pieces(most));
  }

  /**
   * Between two pieces, of up to 64 KiB unless set, time passes, within which time limits strike.
   * Found out by this: programs that only work when both ends are equally fast, and limits that are
   * too tight.
   *
   * @param share of the pieces before which there is a delay, from 0 to 1
   * @param most how long one may be
   */
  public FaultScript delays(double share, Duration most) {
    String call = ".delays(" + share + ", " + expression(most) + ")";
    return new FaultScript(
        text + call,
        seed,
        reading.delays(share, most, STANDARD_BYTES),
        writing.delays(share, most, STANDARD_BYTES));
  }

  /**
   * The peer is gone when so many bytes have been read: this and every later operation in either
   * direction fails with {@link dev.hvsock.FlowResetException}; the flow below is aborted. Found
   * out by this: programs that take what they have for the whole, or wait for ever.
   */
  public FaultScript resetAfterReading(long bytes) {
    return reading(call("resetAfterReading", bytes), reading.at(bytes, 0, FaultCourse.Fate.RESET));
  }

  /** The peer is gone when so many bytes have been written; see {@link #resetAfterReading}. */
  public FaultScript resetAfterWriting(long bytes) {
    return writing(call("resetAfterWriting", bytes), writing.at(bytes, 0, FaultCourse.Fate.RESET));
  }

  /**
   * The peer's output seems to end, in order, when so many bytes have been read: end-of-stream for
   * ever. Found out by this: programs that do not notice that the end came too early.
   */
  public FaultScript endAfterReading(long bytes) {
    return reading(call("endAfterReading", bytes), reading.at(bytes, 0, FaultCourse.Fate.END));
  }

  /**
   * The peer reads no more when so many bytes have been written: the write fails with {@link
   * dev.hvsock.FlowClosedException}, its buffer's position tells how many bytes went before, and
   * the peer sees the end of the stream. Reading goes on. Found out by this: programs that do not
   * look for the answer that says why.
   */
  public FaultScript endAfterWriting(long bytes) {
    return writing(call("endAfterWriting", bytes), writing.at(bytes, 0, FaultCourse.Fate.END));
  }

  /**
   * Nothing more arrives for a while when so many bytes have been read. Found out by this: programs
   * without time limits.
   *
   * @param time how long, from the first read that finds it so; {@link dev.hvsock.Flow#FOREVER}
   *     until the flow is closed
   */
  public FaultScript stallAfterReading(long bytes, Duration time) {
    return reading(
        "stallAfterReading(" + literal(bytes) + ", " + expression(time) + ")",
        reading.at(bytes, FaultCourse.nanos(time), FaultCourse.Fate.GO_ON));
  }

  /**
   * Nothing more is accepted for a while when so many bytes have been written.
   *
   * @param time how long, from the first write that finds it so; {@link dev.hvsock.Flow#FOREVER}
   *     until the flow is closed
   */
  public FaultScript stallAfterWriting(long bytes, Duration time) {
    return writing(
        "stallAfterWriting(" + literal(bytes) + ", " + expression(time) + ")",
        writing.at(bytes, FaultCourse.nanos(time), FaultCourse.Fate.GO_ON));
  }

  /**
   * Adds a reset or an early end, in one direction, at an offset: which, is drawn from the seed.
   *
   * @param bytes the offset is less than this; at least 1
   */
  public FaultScript fatalWithin(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("no offset is less than " + bytes);
    }
    SplittableRandom random = new SplittableRandom(seed ^ bytes);
    long at = random.nextLong(bytes);
    return switch (random.nextInt(4)) {
      case 0 -> resetAfterReading(at);
      case 1 -> resetAfterWriting(at);
      case 2 -> endAfterReading(at);
      default -> endAfterWriting(at);
    };
  }

  /** What happens to what is read, from the first byte on. */
  FaultCourse readingCourse() {
    return new FaultCourse(reading, new SplittableRandom(seed));
  }

  /** What happens to what is written, from the first byte on. */
  FaultCourse writingCourse() {
    return new FaultCourse(writing, new SplittableRandom(~seed));
  }

  private FaultScript reading(String call, FaultCourse.Plan plan) {
    return new FaultScript(text + "." + call, seed, plan, writing);
  }

  private FaultScript writing(String call, FaultCourse.Plan plan) {
    return new FaultScript(text + "." + call, seed, reading, plan);
  }

  private static String call(String name, long bytes) {
    return name + "(" + literal(bytes) + ")";
  }

  private static String literal(long value) {
    return (int) value == value ? Long.toString(value) : value + "L";
  }

  private static String expression(Duration time) {
    long nanos = FaultCourse.nanos(time);
    if (nanos == Long.MAX_VALUE) {
      return "Flow.FOREVER";
    }
    return nanos % 1_000_000 == 0
        ? "Duration.ofMillis(" + literal(nanos / 1_000_000) + ")"
        : "Duration.ofNanos(" + literal(nanos) + ")";
  }

  /** Whether it does the same, for it was made in the same way. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FaultScript script && script.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The Java expression that makes this script. */
  @Override
  public String toString() {
    return text;
  }
}
