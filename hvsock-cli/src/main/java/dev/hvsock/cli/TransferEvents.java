package dev.hvsock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hvsock.transfer.TransferReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A transfer as programs see it: a JSON object a line for each thing that happens. */
final class TransferEvents extends TransferView {
  private static final long PAUSE_NANOS = 500_000_000L;

  private final Consumer<String> output;
  private final boolean rehearsed;
  private final OptionalInt client;
  private long told = System.nanoTime();

  /**
   * Makes one.
   *
   * @param output where to print
   * @param rehearsed whether it is not done
   * @param client number of whose transfer it is, if there are several
   */
  TransferEvents(Consumer<String> output, boolean rehearsed, OptionalInt client) {
    this.output = output;
    this.rehearsed = rehearsed;
    this.client = client;
  }

  private void tell(String event, JsonText.Fields fields) {
    try {
      output.accept(
          JsonText.line(
              out -> {
                out.writeStringField("event", event);
                if (client.isPresent()) {
                  out.writeNumberField("client", client.getAsInt());
                }
                fields.write(out);
              }));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of memory, which does not throw it
    }
  }

  @Override
  void met(String peer) {
    tell("met", out -> out.writeStringField("peer", peer));
  }

  @Override
  public void asked(Request asked, List<String> paths) {
    super.asked(asked, paths);
    tell(
        "asked",
        out -> {
          out.writeStringField("request", word(asked));
          out.writeArrayFieldStart("paths");
          for (String path : paths) {
            out.writeString(path);
          }
          out.writeEndArray();
        });
  }

  @Override
  public void offered(int entries, long bytes) {
    tell(
        "offered",
        out -> {
          out.writeNumberField("entries", entries);
          out.writeNumberField("bytes", bytes);
        });
  }

  @Override
  public void wanted(String path, long bytes, long there) {
    if (rehearsed) {
      tell("wanted", out -> writeFile(out, path, bytes, there));
    }
  }

  @Override
  public void planned(int count, long bytes, long there) {
    super.planned(count, bytes, there);
    tell(
        "planned",
        out -> {
          out.writeNumberField("files", count);
          out.writeNumberField("bytes", bytes);
          out.writeNumberField("present", there);
        });
  }

  @Override
  public void began(String path, long bytes, long there) {
    super.began(path, bytes, there);
    tell("began", out -> writeFile(out, path, bytes, there));
  }

  private static void writeFile(JsonGenerator out, String path, long bytes, long there)
      throws IOException {
    out.writeStringField("path", path);
    out.writeNumberField("bytes", bytes);
    out.writeNumberField("present", there);
  }

  @Override
  public void ended(String path) {
    super.ended(path);
    tell("ended", out -> out.writeStringField("path", path));
  }

  @Override
  public void notTaken(String path, String reason) {
    super.notTaken(path, reason);
    tell(
        "not-taken",
        out -> {
          out.writeStringField("path", path);
          out.writeStringField("reason", reason);
        });
  }

  @Override
  void progress() {
    if (System.nanoTime() - told >= PAUSE_NANOS) {
      told = System.nanoTime();
      tell("progress", this::writeProgress);
    }
  }

  private void writeProgress(JsonGenerator out) throws IOException {
    out.writeNumberField("done", done());
    out.writeNumberField("bytes", size());
    out.writeNumberField("bytesPerSecond", Math.round(rate()));
    out.writeNumberField("secondsLeft", Math.round(left()));
  }

  @Override
  public void over(TransferReport report) {
    tell(
        "over",
        out -> {
          out.writeBooleanField("complete", report.isComplete());
          out.writeBooleanField("rehearsal", report.rehearsal());
          out.writeNumberField("entries", report.entries());
          out.writeNumberField("taken", report.taken());
          out.writeNumberField("same", report.same());
          out.writeNumberField("notTaken", report.notTaken());
          out.writeNumberField("bytes", report.bytes());
          out.writeNumberField("moved", report.moved());
          out.writeNumberField("seconds", report.duration().toNanos() / 1e9);
        });
  }

  @Override
  public void listed(int entries) {
    tell("listed", out -> out.writeNumberField("entries", entries));
  }

  @Override
  void failed(String problem, Optional<String> remedy) {
    tell(
        "failed",
        out ->
            JsonText.writeProblem(
                out, Optional.of(problem + remedy.map(each -> "; " + each).orElse(""))));
  }

  @Override
  void stopped(Optional<String> remedy) {
    failed("stopped", remedy);
  }
}
