package dev.hvsock.cli;

import dev.hvsock.transfer.ReceiveOptions;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that take files in: how much a peer may bring, and how it is kept. */
final class IntakeOptions {
  /** What a user whose own bounds are in the way is told. */
  static final String BOUNDS =
      "the bounds are set by --max-bytes, --max-files and --no-space-check";

  @Option(
      names = "--max-bytes",
      paramLabel = "SIZE",
      description = "Refuse a transfer whose files have more in all (no limit unless given).")
  private Optional<Size> maxBytes = Optional.empty();

  @Option(
      names = "--max-files",
      paramLabel = "N",
      description =
          "Refuse a transfer of more files, folders and links (than 100000 unless given).")
  private Optional<Integer> maxFiles = Optional.empty();

  @Option(
      names = "--no-space-check",
      description = "Begin even if there seems to be no room for all of it.")
  private boolean spaceUnchecked;

  @Option(
      names = "--fsync",
      description = "Force each file to the disk before it gets its name, against power cuts.")
  private boolean durable;

  /** Refuses what makes no sense, before anybody is spoken to. */
  void check(BaseCommand command) {
    maxFiles.ifPresent(most -> command.positive("--max-files", most, Integer.MAX_VALUE));
  }

  /** Sets what was given. */
  void apply(ReceiveOptions receive) {
    maxBytes.ifPresent(most -> receive.maxBytes(most.bytes()));
    maxFiles.ifPresent(receive::maxFiles);
    receive.spaceChecked(!spaceUnchecked).durable(durable);
  }
}
