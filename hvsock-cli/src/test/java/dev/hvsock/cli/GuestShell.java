package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.testing.Guest;
import dev.hvsock.testing.GuestLab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A guest that runs scripts one after the other as this machine sends them: by the tool, which
 * listens there, joined to a shell. What a script starts in the background goes on.
 *
 * @param guest where
 */
record GuestShell(Guest guest) implements AutoCloseable {
  private static final long PORT = 1;
  private static final Duration BOOT = Duration.ofMinutes(1);

  /** Given a preparation and the tool, does the one and has the other serve. */
  private static final String IN_GUEST =
      """
      set -e
      eval "$1"
      exec "$2" listen --keep --exec '
        step=$(mktemp -d)
        cat >$step/script
        bash -e -o pipefail $step/script >$step/output 2>&1 </dev/null
        echo $?
        cat $step/output' framed:vsock://any:1
      """;

  /** Prepares a guest that does {@code preparation} first; {@code tool} is a program. */
  static GuestShell prepare(GuestLab lab, String preparation, Path tool) throws IOException {
    List<String> command = List.of("bash", "-c", IN_GUEST, "guest", preparation, tool.toString());
    return new GuestShell(lab.prepare(command));
  }

  /** What scripts find as {@code $HVSOCK_RESULTS}; waits until the guest has booted. */
  Path results() throws IOException {
    return guest.awaitFile("lab/started").resolve("../..").normalize();
  }

  /** Runs a script to its end, which has to be a good one, and gives what it wrote. */
  String run(String script) throws IOException {
    Tool.End end = end(script);
    assertEquals(0, end.code(), () -> "in the guest: " + script + "\n" + end.output());
    return end.output();
  }

  /** Runs a script to its end. */
  Tool.End end(String script) throws IOException {
    try (Flow flow =
        Hvsock.connect(new FramedAddress(guest.address(PORT)), connect -> connect.retryFor(BOOT))) {
      flow.write(ByteBuffer.wrap(script.getBytes(UTF_8)));
      flow.shutdownOutput();
      String[] said = new String(flow.inputStream().readAllBytes(), UTF_8).split("\n", 2);
      return new Tool.End(Integer.parseInt(said[0]), said[1], "");
    }
  }

  @Override
  public void close() throws IOException {
    guest.close();
  }
}
