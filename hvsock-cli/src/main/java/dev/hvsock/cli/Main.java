package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.VsockAddress;
import dev.hvsock.cli.windows.GuestServices;
import dev.hvsock.cli.windows.WindowsHost;
import dev.hvsock.transfer.Overwrite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The tool as a whole: its commands, and what an exception that leaves one of them means. */
@Command(
    name = "hvsock",
    description = "Byte streams between a host and its virtual machines, with no network.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Addresses:",
      "  vsock://CID:PORT          CID is a number, any, local or host",
      "  hyperv://VM/SERVICE       on Windows; VM is an id, name=NAME, parent, children or loopback",
      "  hybrid:PATH:PORT          PATH: the vsock socket of Firecracker, Cloud Hypervisor or the like",
      "  unix:PATH or unix:@NAME",
      "  tcp://HOST:PORT",
      "  framed:ADDRESS            for peers with no half-close (Windows before 14393, VPNKit)",
      "",
      "In a guest:     hvsock listen vsock://any:5000 > copy",
      "On its host:    hvsock connect vsock://42:5000 < file",
      "Whole folders:  hvsock receive vsock://any:5000 inbox",
      "                hvsock send pictures vsock://42:5000",
      "No guest yet:   hvsock demo"
    })
public final class Main {
  private final StandardStreams streams;
  private final Supplier<Optional<WindowsHost>> windows;

  private Main(StandardStreams streams, Supplier<Optional<WindowsHost>> windows) {
    this.streams = streams;
    this.windows = windows;
  }

  /** Runs the tool; ends the process with one of {@link ExitCode}, unless that is 0. */
  public static void main(String[] args) throws IOException {
    if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
      System.out.println(String.join(System.lineSeparator(), new Version().getVersion()));
      return;
    }
    int code = commandLine(StandardStreams.ofProcess(), args).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** The tool with all its commands, ready to be executed or asked for its options. */
  static CommandLine commandLine(StandardStreams streams) {
    Main main = new Main(streams, WindowsHost::here);
    return main.configure(NamedCommand.all(main));
  }

  /** The tool, ready to be executed with these arguments, and no others. */
  static CommandLine commandLine(StandardStreams streams, String... arguments) {
    return commandLine(streams, WindowsHost::here, arguments);
  }

  /** The tool on a machine that may run another system than this one. */
  static CommandLine commandLine(
      StandardStreams streams, Supplier<Optional<WindowsHost>> windows, String... arguments) {
    Main main = new Main(streams, windows);
    return main.configure(NamedCommand.of(main, arguments));
  }

  private CommandLine configure(CommandLine tool) {
    tool.registerConverter(
            AddressArgument.class, converter(text -> AddressArgument.parse(text, windows)))
        .registerConverter(Duration.class, converter(DurationText::parse))
        .registerConverter(Overwrite.class, converter(OverwriteOption::parse))
        .registerConverter(Size.class, converter(Size::parse))
        .registerConverter(UUID.class, converter(GuestServices::parse))
        .registerConverter(VsockAddress.class, converter(Main::parseCid))
        .setExpandAtFiles(false)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((e, args) -> refuse(e))
        .setExecutionExceptionHandler(Main::fail);
    describe(tool);
    return tool;
  }

  StandardStreams streams() {
    return streams;
  }

  Optional<WindowsHost> windows() {
    return windows.get();
  }

  private static <T> ITypeConverter<T> converter(Function<String, T> parser) {
    return text -> {
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  /** A CID by its number or name: whatever port, it is the CID that counts. */
  private static VsockAddress parseCid(String text) {
    return (VsockAddress) Address.parse("vsock://" + text + ":0");
  }

  /** What picocli does not ask of a command's annotation, for it and the commands below it. */
  private static void describe(CommandLine command) {
    command.getSubcommands().values().forEach(Main::describe);
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.meanings());
  }

  private static int refuse(ParameterException first) {
    CommandLine command = first.getCommandLine();
    ParameterException e = cause(first, command.getUnmatchedArguments());
    String name = command.getCommandSpec().qualifiedName();
    Talk talk = new Talk(command.getErr(), Talk.Level.NORMAL);
    talk.fail(String.valueOf(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      talk.fail("did you mean: " + String.join(", or ", unmatched.getSuggestions()));
    }
    talk.fail("try: " + name + " --help");
    return ExitCode.USAGE.code();
  }

  /** What follows an option that does not exist is taken for something else, and does not fit. */
  private static ParameterException cause(ParameterException e, List<String> unmatched) {
    boolean unknown = unmatched.stream().anyMatch(each -> each.startsWith("-"));
    return unknown ? new UnmatchedArgumentException(e.getCommandLine(), unmatched) : e;
  }

  private static int fail(Exception e, CommandLine command, ParseResult arguments)
      throws IOException {
    if (Stopping.hasBegun()) {
      return ExitCode.INTERRUPTED.code(); // the signal that stops the process is what counts
    }
    BaseCommand failed = command.getCommand();
    Talk talk = failed.talk();
    talk.fail(e.getMessage() == null ? e.toString() : e.getMessage());
    failed.failed(e);
    boolean expected = e instanceof IOException || e instanceof IllegalArgumentException;
    if (talk.isVerbose() && !expected) {
      e.printStackTrace(command.getErr());
    }
    return ExitCode.of(e).code();
  }

  /** Reads the version that the build wrote down. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      try (InputStream in = Main.class.getResourceAsStream("version.txt")) {
        String version =
            in == null ? "?" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        return new String[] {"hvsock " + version, "Java " + Runtime.version()};
      }
    }
  }
}
