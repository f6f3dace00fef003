package dev.hvsock.cli;

import dev.hvsock.TransportStatus;
import java.util.List;

/** What a machine offers, for people: a line for each thing, its name first. */
final class MachineLines {
  private final StringBuilder text = new StringBuilder();

  MachineLines add(String name, String value) {
    text.append("%-15s %s%n".formatted(name, value));
    return this;
  }

  MachineLines add(String name, Finding finding) {
    return add(name, finding.text());
  }

  MachineLines add(List<TransportStatus> transports) {
    for (TransportStatus status : transports) {
      add(status.transport(), status.unavailable().map(why -> "no: " + why).orElse("works"));
    }
    return this;
  }

  /** One line for each of several things, the first of which has the name. */
  MachineLines add(String name, List<String> values) {
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
