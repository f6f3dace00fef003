package dev.hvsock.cli;

import dev.hvsock.transfer.SendOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands have that send files. */
abstract class OutgoingCommand extends TransferCommand {
  @Option(
      names = "--dry-run",
      description = "Find out what would be sent (-v: by name), and send nothing.")
  private boolean rehearsal;

  @Mixin private final RateOptions rate = new RateOptions();

  @Override
  final String done() {
    return "sent";
  }

  @Override
  final boolean isRehearsal() {
    return rehearsal;
  }

  @Override
  final void check() {
    super.check();
    rate.check(this);
  }

  /** Sets what was given. */
  final void set(SendOptions send, TransferView view) {
    apply(send, view).rehearsal(rehearsal);
    rate.apply(send);
  }
}
