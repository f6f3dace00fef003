package dev.hvsock.cli;

import dev.hvsock.transfer.SendOptions;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that send: how fast. */
final class RateOptions {
  private static final long LEAST = 4096;

  @Option(
      names = "--limit-rate",
      paramLabel = "SIZE",
      description = "Send so many bytes a second at most, 4K or more (no limit unless given).")
  private Optional<Size> rate = Optional.empty();

  /** Refuses what makes no sense, before anybody is spoken to. */
  void check(BaseCommand command) {
    if (rate.isPresent() && rate.get().bytes() < LEAST) {
      throw command.misuse(
          "--limit-rate "
              + rate.get().bytes()
              + " is less than "
              + LEAST
              + " bytes a second, at which a peer takes the sender for gone");
    }
  }

  /** Sets what was given. */
  void apply(SendOptions send) {
    rate.ifPresent(most -> send.limitRate(most.bytes()));
  }
}
