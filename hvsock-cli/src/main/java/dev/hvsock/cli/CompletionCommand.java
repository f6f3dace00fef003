package dev.hvsock.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what makes a shell complete the tool's commands and options. */
@Command(
    name = "completion",
    description = "Prints a script that makes the shell complete commands and options.",
    footer = {
      "",
      "In ~/.bashrc:  source <(hvsock completion bash)",
      "In ~/.zshrc:   source <(hvsock completion zsh)"
    })
final class CompletionCommand extends BaseCommand {
  /** The shells that it is made for, in the letters that are typed, offered and listed. */
  enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("NullAway.Init")
  private Shell shell;

  @Override
  ExitCode run() {
    String script = AutoComplete.bash("hvsock", spec().root().commandLine());
    print(
        switch (shell) {
          case bash, zsh -> script; // it looks itself which of them reads it
        });
    return ExitCode.DONE;
  }
}
