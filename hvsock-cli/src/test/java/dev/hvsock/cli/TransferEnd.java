package dev.hvsock.cli;

import java.time.Duration;

/** The tool at one end of a transfer, on this machine or in a guest, as a process to be killed. */
interface TransferEnd extends AutoCloseable {
  /** How long a transfer may take in an emulated guest. */
  Duration PATIENCE = Duration.ofMinutes(10);

  /** Sends it a signal. */
  void signal(String name) throws Exception;

  /** Ends it by SIGKILL. */
  default void kill() throws Exception {
    signal("KILL");
  }

  /** Waits until it has said these words, in one line. */
  void await(String words) throws Exception;

  /** Waits until it listens. */
  default void awaitListening() throws Exception {
    await("listening at ");
  }

  /** Waits for its end. */
  Tool.End end() throws Exception;

  @Override
  void close();

  static TransferEnd here(String... arguments) throws Exception {
    Tool tool = Tool.start(arguments);
    return new TransferEnd() {
      @Override
      public void signal(String name) throws Exception {
        tool.signal(name);
      }

      @Override
      public void await(String words) throws Exception {
        tool.await(line -> line.contains(words));
      }

      @Override
      public Tool.End end() throws Exception {
        return tool.end(PATIENCE);
      }

      @Override
      public void close() {
        tool.close();
      }
    };
  }
}
