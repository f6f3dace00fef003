package dev.hvsock.cli;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command of the tool, which is made only when it is asked for.
 *
 * @param name what its user types
 * @param maker makes it; an object that picocli finds annotated
 */
record NamedCommand(String name, Supplier<?> maker) {
  /** All of them, in the order in which they are listed. */
  private static final List<NamedCommand> ALL =
      List.of(
          new NamedCommand("connect", ConnectCommand::new),
          new NamedCommand("listen", ListenCommand::new),
          new NamedCommand("forward", ForwardCommand::new),
          new NamedCommand("send", SendCommand::new),
          new NamedCommand("receive", ReceiveCommand::new),
          new NamedCommand("serve", ServeCommand::new),
          new NamedCommand("get", GetCommand::new),
          new NamedCommand("put", PutCommand::new),
          new NamedCommand("ls", LsCommand::new),
          new NamedCommand("perf", PerfCommand::new),
          new NamedCommand("demo", DemoCommand::new),
          new NamedCommand("doctor", DoctorCommand::new),
          new NamedCommand("vms", VmsCommand::new),
          new NamedCommand("service", ServiceCommand::new),
          new NamedCommand("selftest", SelftestCommand::new),
          new NamedCommand("completion", CompletionCommand::new));

  /** The tool with all its commands. */
  static CommandLine all(Main main) {
    return annotated(main, ALL);
  }

  /**
   * The tool with the commands that these arguments speak of. Reading annotations takes longer than
   * all else that happens before the first byte, as the JVM makes a class for each kind of them. So
   * a command that is named is the only one that is read, and where no option is given, none is
   * looked for.
   */
  static CommandLine of(Main main, String... arguments) {
    List<NamedCommand> named =
        Stream.of(arguments)
            .limit(1)
            .flatMap(first -> ALL.stream().filter(each -> each.name.equals(first)))
            .toList();
    if (named.isEmpty() || named.getFirst().name.equals("completion")) {
      return all(main); // completion tells of all the others
    }
    if (named.getFirst().maker.get() instanceof BaseCommand command
        && isPlain(command.operands(), arguments)) {
      return plain(main, named.getFirst().name, command);
    }
    return annotated(main, named);
  }

  private static boolean isPlain(List<Operand> operands, String... arguments) {
    return Operand.take(operands, arguments.length - 1)
        && Stream.of(arguments).noneMatch(each -> each.startsWith("-"));
  }

  private static CommandLine annotated(Main main, List<NamedCommand> commands) {
    CommandLine tool = new CommandLine(main);
    commands.forEach(each -> tool.addSubcommand(each.name, each.maker.get()));
    return tool;
  }

  private static CommandLine plain(Main main, String name, BaseCommand command) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
    command.operands().forEach(each -> each.addTo(spec));
    command.adopt(spec);
    CommandSpec tool = CommandSpec.wrapWithoutInspection(main).name("hvsock");
    return new CommandLine(tool).addSubcommand(name, spec);
  }
}
