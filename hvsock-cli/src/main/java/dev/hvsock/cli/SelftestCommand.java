package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.testing.ContractCase;
import dev.hvsock.testing.ContractReport;
import dev.hvsock.testing.ContractRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the flow and listener contracts on this machine, and prints a report. */
@Command(
    name = "selftest",
    description = {
      "Holds this machine to what flows promise, and prints a report to attach to an issue.",
      "Both ends are in this process, at ADDRESS and those after it (the number at its end is counted up);"
          + " unless given, at Hyper-V's loopback on Windows, and elsewhere at vsock's, if this"
          + " machine has it, or else at unix sockets.",
      "Takes less than a minute where all is well."
    },
    footer = {
      "",
      "For an issue:     hvsock selftest --output report.txt",
      "A slow machine:   the JVM option -Dhvsock.slack=16 lets time limits strike twice as late"
    })
final class SelftestCommand extends BaseCommand {
  @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = "Where to listen and connect.")
  private @Nullable AddressArgument address;

  @Option(
      names = "--all",
      description = "Run also what holds promises against tables of sizes and of orders.")
  private boolean all;

  @Option(
      names = "--limit",
      paramLabel = "DURATION",
      description = "How long a case may take before it is given up (20s unless given).")
  private Duration limit = Duration.ofSeconds(20);

  @Option(names = "--json", description = "Make the report one JSON object, with all details.")
  private boolean json;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the report there; print its first lines only.")
  private @Nullable Path output; // not an Optional, which would not be completed as a path

  @Override
  ExitCode run() throws IOException {
    try (SelftestPlace place = SelftestPlace.of(given(), windows())) {
      Stopping.run(place::close);
      talk()
          .say("selftest at " + place.address() + "; this takes up to a minute where all is well");
      ContractReport outcome = run(place.address());
      report(new SelftestReport(outcome, windows()));
      return outcome.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private Optional<Address> given() throws IOException {
    return address == null ? Optional.empty() : Optional.of(address.address());
  }

  private ContractReport run(Address first) throws IOException {
    AtomicInteger count = new AtomicInteger();
    ContractRun run = ContractRun.at(first).limit(limit);
    try (Progress progress = progress(Progress.UNKNOWN, "cases")) {
      return (all ? run : run.core())
          .run(
              each -> {
                progress.accept(count.incrementAndGet());
                talk().detail(line(each));
              });
    }
  }

  private static String line(ContractCase each) {
    String end = each.hasPassed() ? "passed" : each.skipped().isPresent() ? "skipped" : "FAILED";
    return end + " " + each.name() + " in " + DurationText.seconds(each.took());
  }

  private void report(SelftestReport report) throws IOException {
    String text = json ? report.json() : report.text();
    if (output == null) {
      print(text);
    } else {
      Files.writeString(output, text);
      print(report.summary());
      talk().say("the report is in " + output);
    }
  }
}
