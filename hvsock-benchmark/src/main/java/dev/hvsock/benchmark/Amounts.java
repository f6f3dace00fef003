package dev.hvsock.benchmark;

import java.time.Duration;
import java.util.List;

/**
 * How much of everything: enough to tell contenders apart, little enough for the whole to take
 * minutes.
 *
 * @param rounds how often everybody has a turn
 * @param bulkBytes of one flow
 * @param pings round trips that are measured, and as many before them
 * @param crowd flows at once through a forwarder
 * @param crowdBytes of each of them, each way
 * @param fileBytes of the file
 * @param idle numbers of idle flows, rising
 * @param starts how often a program is started
 * @param patience after this, a work has no further round
 */
record Amounts(
    int rounds,
    long bulkBytes,
    int pings,
    int crowd,
    long crowdBytes,
    long fileBytes,
    List<Integer> idle,
    int starts,
    Duration patience) {
  private static final int SPARE_DESCRIPTORS = 100;

  static Amounts full() {
    return new Amounts(
        5,
        8L << 30,
        10_000,
        1_000,
        1 << 20,
        1L << 30,
        List.of(100, 1_000, 4_000, 8_000, 15_000),
        15,
        Duration.ofSeconds(45));
  }

  /** To see that everything works; the values mean little. */
  static Amounts quick() {
    return new Amounts(
        2,
        512L << 20,
        3_000,
        200,
        256 << 10,
        256 << 20,
        List.of(100, 1_000),
        3,
        Duration.ofSeconds(30));
  }

  /** For the guard, which has to be quick and to compare bulk and round trips only. */
  static Amounts guard() {
    return new Amounts(3, 4L << 30, 8_000, 0, 0, 0, List.of(), 0, Duration.ofSeconds(60));
  }

  /** Of one flow through a forwarder, which copies everything once more. */
  long forwardBytes() {
    return bulkBytes / 4;
  }

  /** For an emulated machine, which is a tenth as fast. */
  Amounts inGuest() {
    return new Amounts(
        Math.min(rounds, 3),
        bulkBytes / 16,
        pings / 10,
        crowd,
        crowdBytes,
        fileBytes,
        idle,
        starts,
        patience);
  }

  Amounts withRounds(int other) {
    return new Amounts(
        other, bulkBytes, pings, crowd, crowdBytes, fileBytes, idle, starts, patience);
  }

  /** No more idle flows than a process may have descriptors for. */
  Amounts withDescriptors(long limit) {
    List<Integer> fewer =
        idle.stream().filter(flows -> flows + SPARE_DESCRIPTORS <= limit).toList();
    return new Amounts(
        rounds, bulkBytes, pings, crowd, crowdBytes, fileBytes, fewer, starts, patience);
  }
}
