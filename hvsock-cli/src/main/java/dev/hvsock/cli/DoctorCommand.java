package dev.hvsock.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what works on this machine, and what to do about what does not. */
@Command(
    name = "doctor",
    description = "Says what works on this machine, and the remedy for what does not.",
    footer = {"", "It only looks: it connects to nothing and listens nowhere."})
final class DoctorCommand extends BaseCommand {
  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  ExitCode run() throws IOException {
    Machine machine = Machine.look(windows());
    print(json ? JsonText.of(machine::write) : text(machine));
    return machine.isUsable() ? ExitCode.DONE : ExitCode.IMPOSSIBLE;
  }

  private static String text(Machine machine) {
    ReportLines lines = new ReportLines();
    machine.write(lines);
    return lines.toString();
  }
}
