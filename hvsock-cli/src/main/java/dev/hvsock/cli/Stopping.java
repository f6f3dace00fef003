package dev.hvsock.cli;

import java.io.IOException;

/** What is still done when a signal ends the process, or the command is over. */
final class Stopping {
  private static volatile boolean begun;

  private Stopping() {}

  /** Work that may fail, which nobody is left to be told of. */
  interface Work {
    /** Does it. */
    void run() throws IOException, InterruptedException;
  }

  /** Has {@code work} done before the process ends, for whatever reason. */
  static void run(Work work) {
    Thread hook =
        new Thread(
            () -> {
              begun = true;
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                // The process ends all the same.
              }
            },
            "hvsock-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the process is about to end, so that what fails now fails because of it. */
  static boolean hasBegun() {
    return begun;
  }
}
