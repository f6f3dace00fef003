package dev.hvsock.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that does not outlive this one, even where this one is killed and can do nothing about
 * it.
 *
 * <p>A shell in between kills it when a pipe ends whose other end this process alone has.
 */
final class LeashedProcess {
  private static final String SHELL =
      """
      exec 3<&0
      "$@" </dev/null 3<&- &
      child=$!
      { read -r line <&3; kill -9 $child; } 2>/dev/null &
      watch=$!
      exec 3<&-
      wait $child
      status=$?
      kill -9 $watch 2>/dev/null
      exit $status
      """;

  private static final int PATIENCE_SECONDS = 10;

  private final Process shell;

  private LeashedProcess(Process shell) {
    this.shell = shell;
  }

  /** Starts it, with nothing to read, and all it says written to {@code log}. */
  static LeashedProcess start(List<String> command, Path log) throws IOException {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "leash"));
    words.addAll(command);
    return new LeashedProcess(
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  /** Completed, with its {@link #status}, when it has ended. */
  CompletableFuture<Integer> onExit() {
    return shell.onExit().thenApply(Process::exitValue);
  }

  boolean isAlive() {
    return shell.isAlive();
  }

  /** Waits for its end, and gives its exit status; 128 + n if signal n ended it. */
  int status() {
    return onExit().join();
  }

  /** Kills it, and returns when it is gone. */
  void kill() {
    try {
      shell.getOutputStream().close();
    } catch (IOException e) {
      // The shell has ended, and the pipe with it.
    }
    shell.onExit().completeOnTimeout(shell, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
  }
}
