package dev.hvsock.cli;

import dev.hvsock.transfer.ClientListener;
import dev.hvsock.transfer.TransferReport;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * What is seen of one transfer while it runs and when it is over. The transfer's threads tell it,
 * one at a time; any thread may ask it.
 */
abstract class TransferView implements ClientListener, AutoCloseable {
  private static final int MOST_PATHS = 3;

  private long begunNanos = System.nanoTime();
  private long size;
  private long resumed;
  private long done;
  private volatile int files;
  private final AtomicInteger filesDone = new AtomicInteger();

  /** At the sender, the receiver may still say that it could not keep one of these. */
  private final Set<String> ended = new HashSet<>();

  private String request = "";

  /** Hears who the peer is. */
  abstract void met(String peer);

  @Override
  public abstract void over(TransferReport report);

  /** Hears that there is no more to come, and what can be done about it. */
  abstract void failed(String problem, Optional<String> remedy);

  /** Hears that somebody has stopped it here, and what can be done about it. */
  abstract void stopped(Optional<String> remedy);

  /** Hears that more of the files is there. */
  abstract void progress();

  @Override
  public void asked(Request asked, List<String> paths) {
    String shown =
        paths.stream()
            .limit(MOST_PATHS)
            .map(path -> Printable.quoted(path.isEmpty() ? "." : path))
            .collect(Collectors.joining(" "));
    int more = paths.size() - MOST_PATHS;
    request = word(asked) + " " + shown + (more > 0 ? " and " + more + " more" : "");
  }

  /** The command that asks for it. */
  static String word(Request asked) {
    return switch (asked) {
      case GET -> "get";
      case PUT -> "put";
      case LIST -> "ls";
    };
  }

  /** What came of it, after what it is that a client has asked for, if one has. */
  final String answer(String outcome) {
    return request.isEmpty() ? outcome : request + ": " + outcome;
  }

  @Override
  public void planned(int count, long bytes, long there) {
    files = count;
    size = bytes;
    begunNanos = System.nanoTime();
  }

  @Override
  public void began(String path, long bytes, long there) {
    done += there;
    resumed += there;
  }

  @Override
  public final void moved(long bytes) {
    done += bytes;
    progress();
  }

  @Override
  public void notTaken(String path, String reason) {
    if (ended.remove(path)) {
      filesDone.decrementAndGet();
    }
  }

  @Override
  public void ended(String path) {
    if (ended.add(path)) {
      filesDone.incrementAndGet();
    }
  }

  /** The sum of the sizes of the files that are sent. */
  final long size() {
    return size;
  }

  /** How many these files are. */
  final int files() {
    return files;
  }

  /** Whether the file counts as one that is there. */
  final boolean hasEnded(String path) {
    return ended.contains(path);
  }

  /** How many of them are there. */
  final int filesDone() {
    return filesDone.get();
  }

  /** How much of the size is there. */
  final long done() {
    return done;
  }

  final double seconds() {
    return (System.nanoTime() - begunNanos) / 1e9;
  }

  /** Bytes a second so far, without those that were there before. */
  final double rate() {
    return (done - resumed) / Math.max(seconds(), 1e-3);
  }

  /** How many more seconds it takes at this rate. */
  final double left() {
    return rate() < 1 ? 0 : (size - done) / rate();
  }

  /**
   * How far it was, and how to go on; empty if it is not known yet what there is to be done.
   *
   * @param does what is done with files, in the past tense
   * @param again how to go on
   */
  final Optional<String> remains(String does, String again) {
    return files == 0
        ? Optional.empty()
        : Optional.of(
            "%d of %s had been %s; try: %s, which goes on with what is there"
                .formatted(filesDone(), Printable.count(files, "file", "files"), does, again));
  }

  @Override
  public void close() {}
}
