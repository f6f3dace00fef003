package dev.hvsock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hvsock.cli.windows.WindowsHost;
import dev.hvsock.testing.ContractCase;
import dev.hvsock.testing.ContractReport;
import dev.hvsock.testing.ContractTraits;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the self-test came to and where, for people who are to find out why from afar. */
final class SelftestReport {
  /** Of a case that hangs, all threads are told, which only a program wants to have in full. */
  private static final int MOST_LINES = 60;

  private final ContractReport outcome;
  private final String version;
  private final Finding system;
  private final Finding administrator;

  SelftestReport(ContractReport outcome, Optional<WindowsHost> windows) throws IOException {
    this.outcome = outcome;
    this.version = new Main.Version().getVersion()[0];
    this.system =
        windows
            .map(WindowsMachine::system)
            .orElseGet(() -> Finding.good(LinuxMachine.systemName()));
    this.administrator =
        windows
            .map(WindowsMachine::administrator)
            .orElseGet(
                () -> Finding.good(System.getProperty("user.name").equals("root") ? "yes" : "no"));
  }

  /** What it comes to, in a few lines. */
  String summary() {
    ReportLines lines = new ReportLines();
    lines
        .add("version", version)
        .add("java", Machine.java())
        .add("system", system)
        .add("administrator", administrator)
        .add("address", outcome.subject());
    outcome.traits().ifPresent(traits -> write(traits, lines));
    lines.add(
        "cases",
        "%d passed, %d failed, %d skipped, in %s"
            .formatted(
                outcome.passed().size(),
                outcome.failed().size(),
                outcome.skipped().size(),
                DurationText.seconds(outcome.took())));
    return lines.toString();
  }

  private static void write(ContractTraits traits, ReportLines lines) {
    lines
        .add("an abort", traits.tellsReset() ? "is told" : "may look like an end")
        .add("no reader", traits.tellsInputShutdown() ? "is told" : "is not told")
        .add("a close", traits.answersClose() ? "is answered" : "is waited out")
        .add("a full backlog", traits.refusesWhenFull() ? "refuses" : "lets wait")
        .add(
            "peers",
            "have addresses of " + (traits.namesPeersAlike() ? "that" : "another") + " kind");
  }

  /** All of it. */
  String text() {
    StringBuilder text = new StringBuilder(summary());
    text.append(
        new ReportLines()
            .add(
                "skipped",
                outcome.skipped().stream()
                    .map(each -> each.name() + ": " + each.skipped().orElse(""))
                    .toList())
            .add("left out", outcome.leftOut()));
    for (ContractCase failed : outcome.failed()) {
      text.append(
          "%nFAILED %s, after %s%n".formatted(failed.name(), DurationText.seconds(failed.took())));
      text.append(indented(trace(failed)));
    }
    return text.toString();
  }

  private static String trace(ContractCase failed) {
    StringWriter trace = new StringWriter();
    failed.failure().ifPresent(failure -> failure.printStackTrace(new PrintWriter(trace, true)));
    return trace.toString();
  }

  private static String indented(String trace) {
    List<String> lines = trace.lines().toList();
    String rest =
        lines.size() > MOST_LINES
            ? "    ... and %d more lines; try: --json%n".formatted(lines.size() - MOST_LINES)
            : "";
    return lines.stream()
        .limit(MOST_LINES)
        .map(line -> "    " + line + System.lineSeparator())
        .collect(Collectors.joining("", "", rest));
  }

  /** All of it, for programs. */
  String json() throws IOException {
    return JsonText.of(this::write);
  }

  private void write(JsonGenerator out) throws IOException {
    out.writeStringField("version", version);
    out.writeStringField("java", Machine.java());
    system.write(out, "system");
    administrator.write(out, "administrator");
    out.writeStringField("address", outcome.subject());
    if (outcome.traits().isPresent()) {
      write(outcome.traits().get(), out);
    }
    out.writeNumberField("seconds", outcome.took().toMillis() / 1000.0);
    out.writeNumberField("passed", outcome.passed().size());
    out.writeNumberField("failed", outcome.failed().size());
    out.writeNumberField("skipped", outcome.skipped().size());
    out.writeArrayFieldStart("leftOut");
    for (String each : outcome.leftOut()) {
      out.writeString(each);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("cases");
    for (ContractCase each : outcome.cases()) {
      write(each, out);
    }
    out.writeEndArray();
  }

  private static void write(ContractTraits traits, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("observed");
    out.writeBooleanField("tellsReset", traits.tellsReset());
    out.writeBooleanField("tellsInputShutdown", traits.tellsInputShutdown());
    out.writeBooleanField("answersClose", traits.answersClose());
    out.writeBooleanField("refusesWhenFull", traits.refusesWhenFull());
    out.writeBooleanField("namesPeersAlike", traits.namesPeersAlike());
    out.writeEndObject();
  }

  private static void write(ContractCase each, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", each.name());
    out.writeNumberField("seconds", each.took().toMillis() / 1000.0);
    if (each.failure().isPresent()) {
      out.writeStringField("failure", trace(each));
    }
    if (each.skipped().isPresent()) {
      out.writeStringField("skipped", each.skipped().get());
    }
    out.writeEndObject();
  }
}
