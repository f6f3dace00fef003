package dev.hvsock.transfer.files;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Entry.Kind;
import dev.hvsock.transfer.Overwrite;
import dev.hvsock.transfer.wire.Keeping;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What becomes of a file or link that has the name of one that is offered. */
final class OverwriteRule {
  private static final long SECOND = 1_000_000_000;

  /** In which units file systems keep times, in nanoseconds; FAT and ZIP in the last one. */
  private static final long[] UNITS = {1, 100, 1_000, 1_000_000, 10_000_000, SECOND, 2 * SECOND};

  private static final Duration LEAST_EXACT = Duration.ofSeconds(2);

  private final Overwrite overwrite;
  private final boolean twoSeconds;

  /**
   * Makes the rule for a file system.
   *
   * @param store where the files are
   */
  OverwriteRule(Overwrite overwrite, Store store) {
    this.overwrite = overwrite;
    this.twoSeconds = store.countsInTwoSeconds();
  }

  /** Why the entry, a file or link, does not take the place of what is there; empty if it does. */
  Optional<Decision.Kept> objection(Entry entry, BasicFileAttributes existing) {
    if (existing.isDirectory()) {
      return Optional.of(Decision.refused("a folder has this name here"));
    }
    if (existing.isOther()) {
      return Optional.of(Decision.refused("something that is no file has this name here"));
    }
    if (isSame(entry, existing)) {
      return kept(Keeping.SAME, "same size and time");
    }
    return switch (overwrite) {
      case NEVER -> kept(Keeping.EXISTS, "it is there already");
      case OLDER ->
          existing.lastModifiedTime().toInstant().isBefore(entry.modified())
              ? Optional.empty()
              : kept(Keeping.EXISTS, "what is there is not older");
      case ALWAYS -> Optional.empty();
    };
  }

  private static Optional<Decision.Kept> kept(Keeping why, String reason) {
    return Optional.of(new Decision.Kept(why, reason));
  }

  private boolean isSame(Entry entry, BasicFileAttributes existing) {
    return entry.kind() == Kind.FILE
        && existing.isRegularFile()
        && existing.size() == entry.size()
        && isSameTime(entry.modified(), existing.lastModifiedTime().toInstant());
  }

  /** Whether a file system that keeps times in one of the usual units made the one of the other. */
  private boolean isSameTime(Instant offered, Instant kept) {
    Duration lost = Duration.between(kept, offered);
    if (lost.isNegative() || lost.compareTo(LEAST_EXACT) >= 0) {
      return false;
    }
    long nanos = Math.floorMod(kept.getEpochSecond(), 2) * SECOND + kept.getNano();
    for (long unit : UNITS) {
      if (lost.toNanos() < unit && nanos % unit == 0 && (unit <= SECOND || twoSeconds)) {
        return true;
      }
    }
    return false;
  }
}
