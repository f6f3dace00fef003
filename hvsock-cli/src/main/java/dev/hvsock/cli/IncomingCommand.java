package dev.hvsock.cli;

import dev.hvsock.transfer.ReceiveOptions;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands have that take files in once: what they may do to their folder. */
abstract class IncomingCommand extends TransferCommand {
  @Option(
      names = "--dry-run",
      description = "Find out what would be received (-v: by name), and take nothing.")
  private boolean rehearsal;

  @Mixin private final ExistingFilesOptions existing = new ExistingFilesOptions();
  @Mixin private final IntakeOptions intake = new IntakeOptions();

  @Override
  final String done() {
    return "received";
  }

  @Override
  final boolean isRehearsal() {
    return rehearsal;
  }

  @Override
  final Optional<String> again() {
    return Optional.of(existing.again());
  }

  @Override
  final Optional<String> replacing() {
    return existing.replacing();
  }

  @Override
  final Optional<String> bounds() {
    return Optional.of(IntakeOptions.BOUNDS);
  }

  @Override
  final void check() {
    super.check();
    intake.check(this);
  }

  /** Sets what was given. */
  final void set(ReceiveOptions receive, TransferView view) {
    apply(receive, view).rehearsal(rehearsal);
    existing.apply(receive);
    intake.apply(receive);
  }
}
