package dev.hvsock.cli;

import java.io.IOException;
import picocli.CommandLine.Option;

/** The options of commands that report what they measured. */
final class PerfReportOptions {
  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** The report as it was asked for. */
  String text(PerfReport report) throws IOException {
    return json ? report.json() : report.table();
  }
}
