package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import dev.hvsock.testing.Guest;
import dev.hvsock.testing.GuestLab;
import dev.hvsock.testing.GuestLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tool on this machine, and socat or the tool once more in a guest, joined by
 * vhost-device-vsock. One guest does it all, so this is one story.
 */
@Timeout(180)
class HostGuestToolTest {
  private static final byte[] SENT = new byte[4 << 20];

  static {
    new Random(5).nextBytes(SENT);
  }

  /**
   * What the guest does, given a file and how the tool is started: take what comes to 5001, echo at
   * 5002, send the file to the host's 6001 and, by the tool, to 6003, and say hello to 6002. The
   * tool waits for the host's end after its own, which the device does not pass on: with frames, it
   * need not.
   */
  private static final String IN_GUEST =
      """
      cd "$HVSOCK_RESULTS"
      file=$1
      shift
      socat -u VSOCK-LISTEN:5001 SYSTEM:'cat >taken.part; mv taken.part taken' &
      socat VSOCK-LISTEN:5002,fork EXEC:cat &
      socat -u OPEN:"$file" VSOCK-CONNECT:2:6001 &
      (echo hello | socat -t 20 - VSOCK-CONNECT:2:6002 >answer.part; mv answer.part answer) &
      "$@" connect framed:vsock://host:6003 <"$file" &
      wait
      """;

  @TempDir Path folder;

  @SuppressWarnings("SystemOut") // for whoever reads the build's output
  @Test
  void hostAndGuestExchangeFilesAndForward() throws Exception {
    Path file = Files.write(folder.resolve("file"), SENT);
    List<String> command = command(file);
    GuestLab lab = GuestLab.forTest(GuestLink.DEVICE).cpus(1).memoryMiB(512);
    UnixAddress service = UnixAddress.of(folder.resolve("service"));
    try (Guest guest = lab.prepare(command);
        Listener target = Hvsock.listen(service);
        Tool early = Tool.start("connect", "--retry", "2m", guest.address(5001).toString());
        Tool listening = Tool.start("listen", guest.hostAddress(6001).toString());
        Tool toHost = forward(guest.hostAddress(6002).toString(), service.toString());
        Tool toGuest = forward("tcp://127.0.0.1:0", guest.address(5002).toString());
        Tool again = Tool.start("listen", "framed:" + guest.hostAddress(6003))) {
      listening.listening();
      toHost.listening();
      again.listening();
      guest.boot();
      Side.of(early).give(SENT);
      answer(target);
      assertEquals("hello, guest\n", Files.readString(guest.awaitFile("answer")));
      assertArrayEquals(SENT, Files.readAllBytes(guest.awaitFile("taken")));
      Side.of(early).end(new byte[0]);
      Side.of(listening).end(SENT);
      echo(toGuest);
      again.endInput();
      Side.of(again).end(SENT);
    }
    System.out.printf(
        "hvsock: [HostGuestToolTest]: 5 ways between host and guest over %s%n", GuestLink.DEVICE);
  }

  private static Tool forward(String from, String to) throws IOException {
    return Tool.start("forward", "--retry", "20s", from, to);
  }

  private static List<String> command(Path file) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", IN_GUEST, "guest"));
    words.add(file.toString());
    words.addAll(Tool.java());
    return words;
  }

  /** What the host's service behind the forwarder says to the guest. */
  private static void answer(Listener target) throws IOException {
    try (Flow flow = target.accept()) {
      ByteBuffer hello = ByteBuffer.allocate(6);
      while (hello.hasRemaining() && flow.read(hello) >= 0) {
        // More of it.
      }
      assertEquals("hello\n", new String(hello.array(), UTF_8));
      flow.write(ByteBuffer.wrap("hello, guest\n".getBytes(UTF_8)));
    }
  }

  /**
   * Through the other forwarder, to the guest's echo and back: no more than the device can hold in
   * each direction, which stops for ever when both are full.
   */
  private static void echo(Tool forward) throws Exception {
    byte[] some = Arrays.copyOf(SENT, 32 << 10);
    try (Flow flow = Hvsock.connect(forward.listening())) {
      Collected echoed = Collected.from(flow.inputStream());
      flow.write(ByteBuffer.wrap(some));
      assertArrayEquals(some, echoed.await(some.length));
    }
  }
}
