package dev.hvsock.cli;

import java.util.Locale;
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
  /** The shells that it is made for. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("NullAway.Init")
  private Shell shell;

  @Override
  ExitCode run() {
    String script = AutoComplete.bash("hvsock", spec().root().commandLine());
    if (shell == Shell.ZSH) {
      // What bash has built in, and zsh offers to those who ask for it.
      print("autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n");
    }
    print(script);
    return ExitCode.DONE;
  }
}
