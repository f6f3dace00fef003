package dev.hvsock.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tool at one end of a transfer, on this machine or in a guest, as a process to be killed. */
interface TransferEnd extends AutoCloseable {
  /** How long a transfer may take in an emulated guest. */
  Duration PATIENCE = Duration.ofMinutes(6);

  /** Ends it by SIGKILL. */
  void kill() throws Exception;

  /** Waits for its end. */
  Tool.End end() throws Exception;

  @Override
  void close();

  static TransferEnd here(String... arguments) throws Exception {
    Tool tool = Tool.start(arguments);
    return new TransferEnd() {
      @Override
      public void kill() throws Exception {
        tool.signal("KILL");
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

  /** The guest knows the tool by its name. */
  static TransferEnd inGuest(GuestShell guest, String... arguments) throws Exception {
    String words =
        Stream.of(arguments).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    String place = guest.run(START.replace("ARGUMENTS", words)).strip();
    return new TransferEnd() {
      @Override
      public void kill() throws Exception {
        guest.run("kill -KILL $(cat %s/pid)".formatted(place));
      }

      @Override
      public Tool.End end() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> said = said();
        while (said.getFirst().isEmpty() && System.nanoTime() < end) {
          TimeUnit.MILLISECONDS.sleep(200);
          said = said();
        }
        String talk = String.join("\n", said.subList(1, said.size()));
        return new Tool.End(Integer.parseInt(said.getFirst()), talk, talk);
      }

      private List<String> said() throws Exception {
        return guest
            .run("echo \"$(cat %s/status 2>/dev/null)\"; cat %1$s/talk".formatted(place))
            .lines()
            .toList();
      }

      @Override
      public void close() {
        // It ends with its guest, if not before.
      }
    };
  }

  /** Starts the tool in the background, and tells where its number, words and status will be. */
  String START =
      """
      place=$(mktemp -d)
      {
        hvsock ARGUMENTS >$place/talk 2>&1 &
        echo $! >$place/pid
        wait $! || status=$?
        echo ${status:-0} >$place/status
      } >/dev/null 2>&1 &
      while [ ! -s $place/pid ]; do sleep 0.01; done
      echo $place
      """;
}
