package dev.hvsock.benchmark;

import java.util.Locale;

/** The kind of thread that a contender's flows have at both ends. */
enum Threads {
  PLATFORM,
  VIRTUAL;

  String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a contender of this name is called with these threads. */
  String name(String contender) {
    return this == PLATFORM ? contender : contender + ", virtual threads";
  }
}
