package dev.hvsock.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a contender is to reach: a multiple of a yardstick's median, or a value as such.
 *
 * @param work the row of the design's table
 * @param subject whose median counts
 * @param yardstick whose median it is divided by; empty to take the value as such
 * @param limit what is to be reached: at least, where more is better, else at most
 */
record Promise(
    String work, Measure measure, String subject, Optional<String> yardstick, double limit) {
  /** Medians this near are level: the same programs differ by as much from one run to the next. */
  private static final double LEVEL = 0.03;

  private static final String VIRTUAL = Threads.VIRTUAL.name(HvsockTool.NAME);

  /** What a run shows of a promise. */
  record Outcome(Promise promise, double reached, boolean isMet) {}

  static Promise against(
      String yardstick, String work, Measure measure, String subject, double limit) {
    return new Promise(work, measure, subject, Optional.of(yardstick), limit);
  }

  /** Every promise about speed that the design makes. */
  static List<Promise> all() {
    return Stream.concat(explicit().stream(), ahead().stream()).toList();
  }

  private static List<Promise> explicit() {
    String tool = HvsockTool.NAME;
    return List.of(
        c("bulk, one flow, 256 KiB writes, unix", Measure.BULK, tool, 0.95),
        c("64-byte ping-pong, platform threads, one CPU", Measure.PING_ONE_CPU, tool, 1.1),
        c("64-byte ping-pong, platform threads, two CPUs", Measure.PING_TWO_CPUS, tool, 1.1),
        c("64-byte ping-pong, virtual threads, one CPU", Measure.PING_ONE_CPU, VIRTUAL, 1.5),
        c("64-byte ping-pong, virtual threads, two CPUs", Measure.PING_TWO_CPUS, VIRTUAL, 1.0),
        c("bulk, vsock loopback in the guest", Measure.VSOCK_BULK, tool, 0.93),
        c("ping-pong, vsock, one CPU", Measure.VSOCK_PING_ONE_CPU, tool, 1.5),
        c("ping-pong, vsock, two CPUs", Measure.VSOCK_PING_TWO_CPUS, tool, 1.5),
        socat("`forward`, bulk, unix to unix", Measure.FORWARD_UNIX, 1.0),
        socat("`forward`, bulk, unix to tcp", Measure.FORWARD_TCP, 1.0),
        socat("`forward`, CPU, unix to tcp", Measure.FORWARD_TCP_CPU, 0.7),
        socat("`forward`, CPU, unix to unix", Measure.FORWARD_UNIX_CPU, 0.7),
        socat("`forward`, bulk, vsock", Measure.VSOCK_FORWARD, 1.0),
        socat("`forward`, CPU, vsock", Measure.VSOCK_FORWARD_CPU, 1.1),
        socat("`forward`, 1,000 flows at once, throughput", Measure.CROWD, 1.0),
        socat("`forward`, 1,000 flows at once, memory", Measure.CROWD_MEMORY, 0.2),
        new Promise(
            "15,000 idle flows in 512 MiB, memory a flow",
            Measure.IDLE_MEMORY,
            VIRTUAL,
            Optional.empty(),
            8192),
        socat("file transfer, one large file, unix", Measure.FILE, 0.95),
        against(
            Socat.small().name(),
            "file transfer, one large file, unix",
            Measure.FILE,
            HvsockTool.NAME,
            0.95),
        against(
            Socat.large().ofFolder().name(),
            "file transfer, 2,000 small files, unix",
            Measure.SMALL_FILES,
            HvsockTool.NAME,
            1.0),
        against(
            StartWork.HELLO,
            "`hvsock connect`, exec to first byte",
            Measure.START,
            StartWork.CONNECT,
            3.0));
  }

  /** Ahead of the others who run in a JVM, or level, in all that they can do too. */
  private static List<Promise> ahead() {
    List<Promise> promises = new ArrayList<>();
    for (String other : List.of(Channels.JDK, Channels.JUNIXSOCKET)) {
      for (Measure measure :
          List.of(
              Measure.BULK,
              Measure.PING_ONE_CPU,
              Measure.PING_TWO_CPUS,
              Measure.IDLE_MEMORY,
              Measure.IDLE_ANSWER)) {
        boolean isIdle = measure == Measure.IDLE_MEMORY || measure == Measure.IDLE_ANSWER;
        if (!isIdle) {
          promises.add(level(other, measure, HvsockTool.NAME));
        }
        if (measure != Measure.BULK) {
          promises.add(level(Threads.VIRTUAL.name(other), measure, VIRTUAL));
        }
      }
    }
    return promises;
  }

  private static Promise level(String other, Measure measure, String subject) {
    double limit = measure.unit().moreIsBetter() ? 1 - LEVEL : 1 + LEVEL;
    return against(other, measure.title(), measure, subject, limit);
  }

  private static Promise c(String work, Measure measure, String subject, double limit) {
    return against(CPeer.NAME, work, measure, subject, limit);
  }

  private static Promise socat(String work, Measure measure, double limit) {
    return against(Socat.NAME, work, measure, HvsockTool.NAME, limit);
  }

  /** What the results show by their medians; empty if one of the two took no part. */
  Optional<Outcome> judge(Results results) {
    return judge(results, Spread::median);
  }

  /**
   * What the results show by each one's best round, which noise disturbs least; empty if one of the
   * two took no part.
   */
  Optional<Outcome> judgeBest(Results results) {
    return judge(results, measure.unit().moreIsBetter() ? Spread::max : Spread::min);
  }

  private Optional<Outcome> judge(Results results, ToDoubleFunction<Spread> by) {
    Optional<Double> own = results.spread(measure, subject).map(by::applyAsDouble);
    Optional<Double> unit =
        yardstick.isEmpty()
            ? Optional.of(1.0)
            : results.spread(measure, yardstick.get()).map(by::applyAsDouble);
    return own.flatMap(value -> unit.map(other -> outcome(value / other)));
  }

  private Outcome outcome(double reached) {
    boolean met = measure.unit().moreIsBetter() ? reached >= limit : reached <= limit;
    return new Outcome(this, reached, met);
  }

  /** The same with room for noise: the limit that many times as far away. */
  Promise loosened(double slack) {
    double further = measure.unit().moreIsBetter() ? limit / slack : limit * slack;
    return new Promise(work, measure, subject, yardstick, further);
  }

  /** What is to be reached, in words. */
  String limitText() {
    String sign = measure.unit().moreIsBetter() ? "≥ " : "≤ ";
    return sign + text(limit);
  }

  /** A reached value, in words. */
  String text(double reached) {
    return yardstick.isPresent()
        ? String.format(Locale.ROOT, "%.2f ×", reached)
        : Numbers.text(reached) + " " + measure.unit().symbol();
  }
}
