package dev.hvsock.cli;

import dev.hvsock.TransportStatus;
import java.util.List;

/** A report for people: a line for each thing, its name first. */
final class ReportLines {
  private final StringBuilder text = new StringBuilder();

  ReportLines add(String name, String value) {
    text.append("%-15s %s%n".formatted(name, value));
    return this;
  }

  ReportLines add(String name, Finding finding) {
    return add(name, finding.text());
  }

  ReportLines add(List<TransportStatus> transports) {
    for (TransportStatus status : transports) {
      add(status.transport(), status.unavailable().map(why -> "no: " + why).orElse("works"));
    }
    return this;
  }

  /** One line for each of several things, the first of which has the name. */
  ReportLines add(String name, List<String> values) {
    String label = name;
    for (String value : values) {
      add(label, value);
      label = "";
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
