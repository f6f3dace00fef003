package dev.hvsock.cli;

import dev.hvsock.transfer.TransferReport;
import dev.hvsock.transfer.TransferReport.NotTaken;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** A transfer as people see it: a bar on a terminal, otherwise a line now and then. */
final class TransferLines extends TransferView {
  private static final long PAUSE_NANOS = 5_000_000_000L;
  private static final int MOST_REASONS = 10;

  /** What this library's receivers say of files that stay because nobody lets them be replaced. */
  private static final Set<String> KEPT =
      Set.of("it is there already", "what is there is not older");

  private final Talk talk;
  private final Deed deed;
  private final LongFunction<Progress> bars;
  private String done;
  private Optional<Progress> bar = Optional.empty();
  private long said = System.nanoTime();

  /**
   * What the transfer does, in words.
   *
   * @param done past tense; of a client's, until it is known what it asks for
   * @param rehearsed whether it is not done
   * @param prefix before each line, such as the name of one of several peers
   * @param replacing how to have files replaced that are there, if they are not yet
   */
  record Deed(String done, boolean rehearsed, String prefix, Optional<String> replacing) {}

  /**
   * Makes one.
   *
   * @param bars makes a bar for so many bytes
   */
  TransferLines(Talk talk, Deed deed, LongFunction<Progress> bars) {
    this.talk = talk;
    this.deed = deed;
    this.done = deed.done;
    this.bars = bars;
  }

  @Override
  void met(String peer) {}

  @Override
  public void asked(Request asked, List<String> paths) {
    super.asked(asked, paths);
    done = asked == Request.PUT ? "received" : "sent";
    detail(answer("asked for"));
  }

  @Override
  public void offered(int entries, long bytes) {
    detail("offered: " + entries(entries) + ", " + Printable.bytes(bytes));
  }

  @Override
  public void wanted(String path, long bytes, long there) {
    if (deed.rehearsed) {
      detail("would be " + done + ": " + Printable.quoted(path) + ", " + Printable.bytes(bytes));
    }
  }

  @Override
  public void planned(int count, long bytes, long there) {
    super.planned(count, bytes, there);
    String present = there > 0 ? ", of which " + Printable.bytes(there) + " are there already" : "";
    detail("wanted: " + files(count) + ", " + Printable.bytes(bytes) + present);
    bar = Optional.of(bars.apply(bytes));
  }

  @Override
  public void ended(String path) {
    super.ended(path);
    detail(done + " " + Printable.quoted(path));
  }

  @Override
  public void notTaken(String path, String reason) {
    boolean counted = hasEnded(path);
    super.notTaken(path, reason);
    detail(
        "not "
            + done
            + (counted ? " after all: " : ": ")
            + Printable.quoted(path)
            + ": "
            + Printable.text(reason));
  }

  @Override
  void progress() {
    bar.ifPresent(each -> each.accept(done()));
    boolean seen = bar.isPresent() && bar.get().isVisible();
    if (!seen && System.nanoTime() - said >= PAUSE_NANOS) {
      said = System.nanoTime();
      say(
          "%d%%: %s of %s, %s/s, %d s left"
              .formatted(
                  size() == 0 ? 100 : 100 * done() / size(),
                  Printable.bytes(done()),
                  Printable.bytes(size()),
                  Printable.bytes(Math.round(rate())),
                  Math.round(left())));
    }
  }

  @Override
  public void over(TransferReport report) {
    close();
    Consumer<String> out = failing(report);
    out.accept(answer(summary(report)));
    List<NotTaken> reasons = report.reasons();
    reasons.stream()
        .limit(MOST_REASONS)
        .forEach(
            each ->
                out.accept(
                    "  " + Printable.quoted(each.path()) + ": " + Printable.text(each.reason())));
    if (report.notTaken() > Math.min(MOST_REASONS, reasons.size())) {
      out.accept("  and " + (report.notTaken() - Math.min(MOST_REASONS, reasons.size())) + " more");
    }
    if (reasons.stream().anyMatch(each -> KEPT.contains(each.reason()))) {
      deed.replacing.ifPresent(how -> out.accept("to replace what is there; try: " + how));
    }
  }

  /** What fails is told even by a command that is told to be quiet. */
  private Consumer<String> failing(TransferReport report) {
    return report.isComplete() ? this::say : line -> talk.fail(deed.prefix + line);
  }

  private String summary(TransferReport report) {
    StringBuilder text = new StringBuilder(report.rehearsal() ? rehearsal() : moved(report));
    if (report.same() > 0) {
      text.append("; ").append(report.same()).append(" the same already");
    }
    if (report.notTaken() > 0) {
      text.append("; ").append(report.notTaken()).append(" not ").append(done).append(':');
    }
    return text.toString();
  }

  private String rehearsal() {
    return "a rehearsal, nothing was %s: %s, %s, would be"
        .formatted(done, files(files()), Printable.bytes(size()));
  }

  private String moved(TransferReport report) {
    int others = report.taken() - filesDone();
    double seconds = Math.max(report.duration().toNanos() / 1e9, 1e-3);
    return done
        + " "
        + files(filesDone())
        + (others > 0 ? ", " + Printable.count(others, "folder or link", "folders and links") : "")
        + ", "
        + amount(report.bytes(), seconds)
        + " ("
        + Printable.bytes(Math.round((double) report.moved() / seconds))
        + "/s)";
  }

  private static String files(int count) {
    return Printable.count(count, "file", "files");
  }

  private static String amount(long bytes, double seconds) {
    return String.format(Locale.ROOT, "%s in %.2f s", Printable.bytes(bytes), seconds);
  }

  private static String entries(long count) {
    return Printable.count(count, "file, folder or link", "files, folders and links");
  }

  @Override
  public void listed(int entries) {
    say(answer(entries(entries)));
  }

  @Override
  void failed(String problem, Optional<String> remedy) {
    close();
    remedy.ifPresent(this::say);
  }

  @Override
  void stopped(Optional<String> remedy) {
    close();
    say("stopped" + remedy.map(each -> ": " + each).orElse(""));
  }

  private void say(String line) {
    talk.say(deed.prefix + line);
  }

  private void detail(String line) {
    talk.detail(deed.prefix + line);
  }

  @Override
  public void close() {
    bar.ifPresent(Progress::close);
  }
}
