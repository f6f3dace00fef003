package dev.hvsock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hvsock.cli.windows.MachineSource;
import dev.hvsock.cli.windows.VirtualMachine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The virtual machines of this host, as those who know them tell.
 *
 * @param answers what each of them said
 */
record MachineInventory(List<Answer> answers) {

  /**
   * What one of them said.
   *
   * @param source its name
   * @param machines those that it knows
   * @param problem why it knows none, ending with the remedy; empty if it can be asked
   */
  record Answer(String source, List<VirtualMachine> machines, Optional<String> problem) {}

  static MachineInventory look(List<MachineSource> sources) {
    return new MachineInventory(sources.stream().map(MachineInventory::ask).toList());
  }

  private static Answer ask(MachineSource source) {
    try {
      return new Answer(source.name(), source.machines(), Optional.empty());
    } catch (IOException e) {
      return new Answer(source.name(), List.of(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /** Whether anybody could be asked. */
  boolean isKnown() {
    return answers.stream().anyMatch(each -> each.problem.isEmpty());
  }

  /** A line for each machine, and one for whoever knows none. */
  void write(ReportLines lines) {
    for (Answer answer : answers) {
      lines.add(answer.source, lines(answer));
    }
  }

  private static List<String> lines(Answer answer) {
    if (answer.problem.isPresent()) {
      return List.of("no: " + answer.problem.get());
    }
    return answer.machines.isEmpty()
        ? List.of("none, or none that you may see; try: as administrator")
        : answer.machines.stream()
            .map(each -> each.id() + " " + each.name() + " (" + each.state() + ")")
            .toList();
  }

  /** The machines, and who could be asked. */
  void write(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("machines");
    for (Answer answer : answers) {
      for (VirtualMachine machine : answer.machines) {
        write(out, answer.source, machine);
      }
    }
    out.writeEndArray();
    out.writeObjectFieldStart("sources");
    for (Answer answer : answers) {
      JsonText.writeWorks(out, answer.source, answer.problem);
    }
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String source, VirtualMachine machine)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("name", machine.name());
    out.writeStringField("id", machine.id().toString());
    out.writeStringField("state", machine.state());
    out.writeStringField("source", source);
    out.writeEndObject();
  }
}
