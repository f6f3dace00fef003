package dev.hvsock.cli;

import dev.hvsock.TransportUnavailableException;
import dev.hvsock.cli.windows.WindowsHost;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command has: how much it says, its help, and where its failures go. */
@Command(mixinStandardHelpOptions = true, versionProvider = Main.Version.class)
abstract class BaseCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say more: a line for each flow, or each file.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing but why the command fails.")
  private boolean quiet;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    LogLines.show(
        quiet
            ? System.Logger.Level.ERROR
            : verbose ? System.Logger.Level.INFO : System.Logger.Level.WARNING);
    return run().code();
  }

  /** What its command line consists of where no option is given; empty if it has no such form. */
  List<Operand> operands() {
    return List.of();
  }

  /** Takes what picocli would set. */
  final void adopt(CommandSpec own) {
    spec = own;
  }

  /** Does the command's work; an exception that it throws tells the exit code. */
  abstract ExitCode run() throws IOException, InterruptedException;

  final Talk talk() {
    return new Talk(
        spec.commandLine().getErr(),
        quiet ? Talk.Level.QUIET : verbose ? Talk.Level.VERBOSE : Talk.Level.NORMAL);
  }

  /** What to join a flow to. */
  final StandardStreams streams() {
    return ((Main) spec.root().userObject()).streams();
  }

  /** This machine, if it runs Windows. */
  final Optional<WindowsHost> windows() {
    return ((Main) spec.root().userObject()).windows();
  }

  /**
   * This machine, which must run Windows.
   *
   * @param operation what for
   * @param elsewhere what to do on other systems
   */
  final WindowsHost windows(String operation, String elsewhere) throws IOException {
    return windows()
        .orElseThrow(
            () ->
                new TransportUnavailableException(
                    operation + ": this is for Windows only; try here: " + elsewhere));
  }

  final CommandSpec spec() {
    return spec;
  }

  /** Tells a person how many bytes there were so far. */
  final Progress progressOfBytes(long total) {
    return Progress.ofBytes(spec.commandLine().getErr(), !quiet, total, this::columns);
  }

  /** Tells a person how many {@code things} there were so far. */
  final Progress progress(long total, String things) {
    return Progress.of(spec.commandLine().getErr(), !quiet, total, things, this::columns);
  }

  /** How wide the terminal is, as picocli finds out for its help. */
  private int columns() {
    return spec.usageMessage().autoWidth(true).width();
  }

  /** Says what the command itself has to say of its failure, after the message. */
  void failed(Exception failure) throws IOException {}

  /** An address among operands that are no addresses. */
  final AddressArgument address(String text) {
    try {
      return AddressArgument.parse(text, this::windows);
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }

  /** A path at a peer, as it goes there. */
  final String servedPath(String text) {
    try {
      return ServedPath.parse(text);
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }

  /** The {@code value} of an option that is for more than no time. */
  final void positive(String option, Duration value) {
    if (value.toMillis() < 1) {
      throw misuse(option + " is for a millisecond or more; try: " + option + " 1m");
    }
  }

  /** The {@code value} of an option that is for numbers from 1 on. */
  final int positive(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw misuse(option + " " + value + " is not in 1 to " + most);
    }
    return value;
  }

  /** The command line asks for what makes no sense. */
  final ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Prints data on standard output. */
  final void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
