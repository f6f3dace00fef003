package dev.hvsock.benchmark;

/** One thing that is measured, of everybody who takes part in the same unit. */
enum Measure {
  BULK("unix: bulk, one flow", Unit.MB_PER_SECOND),
  PING_ONE_CPU("unix: 64-byte round trip on one CPU", Unit.MICROSECONDS),
  PING_TWO_CPUS("unix: 64-byte round trip on two CPUs", Unit.MICROSECONDS),
  FORWARD_UNIX("forward unix to unix: bulk, one flow", Unit.MB_PER_SECOND),
  FORWARD_UNIX_CPU("forward unix to unix: its CPU time", Unit.CPU_SECONDS_PER_GB),
  FORWARD_TCP("forward unix to tcp: bulk, one flow", Unit.MB_PER_SECOND),
  FORWARD_TCP_CPU("forward unix to tcp: its CPU time", Unit.CPU_SECONDS_PER_GB),
  CROWD("forward 1,000 flows at once: all together, each way", Unit.MB_PER_SECOND),
  CROWD_MEMORY("forward 1,000 flows at once: its memory", Unit.MEBIBYTES),
  FILE("unix: one large file to another", Unit.MB_PER_SECOND),
  SMALL_FILES("unix: 2,000 small files", Unit.FILES_PER_SECOND),
  IDLE_MEMORY("idle flows: memory a flow of the end that connects", Unit.BYTES),
  IDLE_ANSWER("idle flows: until the last has its answer", Unit.SECONDS),
  START("from exec to the first byte", Unit.MILLISECONDS),
  VSOCK_BULK("vsock in the guest: bulk, one flow", Unit.MB_PER_SECOND),
  VSOCK_PING_ONE_CPU("vsock in the guest: round trip on one CPU", Unit.MICROSECONDS),
  VSOCK_PING_TWO_CPUS("vsock in the guest: round trip on two CPUs", Unit.MICROSECONDS),
  VSOCK_FORWARD("forward vsock to vsock in the guest: bulk, one flow", Unit.MB_PER_SECOND),
  VSOCK_FORWARD_CPU("forward vsock to vsock in the guest: its CPU time", Unit.CPU_SECONDS_PER_GB);

  private final String title;
  private final Unit unit;

  Measure(String title, Unit unit) {
    this.title = title;
    this.unit = unit;
  }

  String title() {
    return title;
  }

  Unit unit() {
    return unit;
  }

  /** The contender that the others are compared with: C where it takes part. */
  String yardstick() {
    return switch (this) {
      case CROWD, CROWD_MEMORY, FILE -> Socat.NAME;
      case SMALL_FILES -> "tar over " + Socat.NAME;
      case IDLE_MEMORY, IDLE_ANSWER -> Threads.VIRTUAL.name(Channels.JDK);
      case START -> StartWork.HELLO;
      default -> CPeer.NAME;
    };
  }

  /** What a number of it counts, and whether more of it is better. */
  enum Unit {
    MB_PER_SECOND("MB/s", true),
    FILES_PER_SECOND("files/s", true),
    MICROSECONDS("µs", false),
    MILLISECONDS("ms", false),
    SECONDS("s", false),
    CPU_SECONDS_PER_GB("CPU s/GB", false),
    MEBIBYTES("MiB", false),
    BYTES("bytes", false);

    private final String symbol;
    private final boolean moreIsBetter;

    Unit(String symbol, boolean moreIsBetter) {
      this.symbol = symbol;
      this.moreIsBetter = moreIsBetter;
    }

    String symbol() {
      return symbol;
    }

    boolean moreIsBetter() {
      return moreIsBetter;
    }
  }
}
