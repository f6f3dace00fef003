package dev.hvsock.cli;

import dev.hvsock.transfer.Overwrite;
import dev.hvsock.transfer.ReceiveOptions;
import dev.hvsock.transfer.SendOptions;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that say what becomes of files that are there already. */
final class ExistingFilesOptions {
  @Option(
      names = "--overwrite",
      paramLabel = "WHEN",
      completionCandidates = OverwriteOption.class,
      description =
          "Replace files that are there: ${COMPLETION-CANDIDATES} (never unless given). What has"
              + " the same size and time is taken for the same.")
  private Overwrite overwrite = Overwrite.NEVER;

  @Option(
      names = "--resume",
      description = "Go on with what an earlier transfer left of a file, if it is its begin.")
  private boolean resume;

  /** Sets what was given. */
  void apply(ReceiveOptions receive) {
    receive.overwrite(overwrite).resume(resume);
  }

  /** Asks a server for what was given. */
  void apply(SendOptions send) {
    send.overwrite(overwrite).resume(resume);
  }

  /** How to go on with what is left after a failure. */
  String again() {
    return resume ? "the same again" : "the same again with --resume";
  }

  /** How to have files replaced that are there, if they are not already. */
  Optional<String> replacing() {
    return overwrite == Overwrite.ALWAYS
        ? Optional.empty()
        : Optional.of("the same again with --overwrite always, or older");
  }
}
