package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tool in a guest, in the background.
 *
 * @param guest which knows the tool by its name
 * @param name of a folder that guest and host both see, by which they tell each other of it
 */
record GuestTransferEnd(GuestShell guest, String name) implements TransferEnd {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /**
   * In bash. A guest that has much to do is slow to start a program, so whoever waits starts none.
   */
  private static final String START =
      """
      place=$HVSOCK_RESULTS/NAME
      mkdir $place
      {
        hvsock ARGUMENTS >$place/talk 2>&1 &
        pid=$!
        {
          exec <> <(:)
          until [ -e $place/signal ]; do
            kill -0 $pid || exit 0
            read -t 0.1 || :
          done
          kill -$(<$place/signal) $pid
        } &
        wait $pid || status=$?
        echo ${status:-0} >$place/status.part
        mv $place/status.part $place/status
      } >/dev/null 2>&1 &
      """;

  static TransferEnd start(GuestShell guest, String... arguments) throws Exception {
    String words =
        Stream.of(arguments).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    String name = "end-" + NUMBERS.incrementAndGet();
    guest.run(START.replace("NAME", name).replace("ARGUMENTS", words));
    return new GuestTransferEnd(guest, name);
  }

  @Override
  public void signal(String signal) throws Exception {
    Files.move(Files.writeString(file("signal.part"), signal), file("signal"));
  }

  @Override
  public void await(String words) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    boolean ended = false;
    while (!talk().contains(words)) {
      assertFalse(ended, talk());
      assertTrue(System.nanoTime() < end, talk());
      ended = Files.exists(file("status"));
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public Tool.End end() throws Exception {
    String status = Files.readString(guest.guest().awaitFile(name + "/status")).strip();
    String talk = talk();
    return new Tool.End(Integer.parseInt(status), talk, talk);
  }

  private String talk() throws IOException {
    return Files.exists(file("talk")) ? Files.readString(file("talk")) : "";
  }

  private Path file(String file) throws IOException {
    return guest.results().resolve(name).resolve(file);
  }

  @Override
  public void close() {
    // It ends with its guest, if not before.
  }
}
