package dev.hvsock.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tool at one end of a transfer, on this machine or in a guest, as a process to be killed. */
interface TransferEnd extends AutoCloseable {
  /** How long a transfer may take in an emulated guest. */
  Duration PATIENCE = Duration.ofMinutes(10);

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

  /** The guest knows the tool by its name. Their means is a folder that both see. */
  static TransferEnd inGuest(GuestShell guest, String... arguments) throws Exception {
    String words =
        Stream.of(arguments).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    String name = "end-" + NUMBERS.incrementAndGet();
    guest.run(START.replace("NAME", name).replace("ARGUMENTS", words));
    Path place = guest.results().resolve(name);
    return new TransferEnd() {
      @Override
      public void kill() throws Exception {
        Files.createFile(place.resolve("kill"));
      }

      @Override
      public Tool.End end() throws Exception {
        String status = Files.readString(guest.guest().awaitFile(name + "/status")).strip();
        String talk = Files.readString(place.resolve("talk"));
        return new Tool.End(Integer.parseInt(status), talk, talk);
      }

      @Override
      public void close() {
        // It ends with its guest, if not before.
      }
    };
  }

  AtomicInteger NUMBERS = new AtomicInteger();

  /** Starts the tool in the background. A guest that has much to do is slow to start a program. */
  String START =
      """
      place=$HVSOCK_RESULTS/NAME
      mkdir $place
      {
        hvsock ARGUMENTS >$place/talk 2>&1 &
        pid=$!
        {
          until [ -e $place/kill ]; do
            kill -0 $pid || exit 0
            sleep 0.1
          done
          kill -KILL $pid
        } &
        wait $pid || status=$?
        echo ${status:-0} >$place/status.part
        mv $place/status.part $place/status
      } >/dev/null 2>&1 &
      """;
}
