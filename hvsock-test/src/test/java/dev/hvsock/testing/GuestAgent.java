package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import dev.hvsock.VsockAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A program for a guest, which does with each flow what the flow's first line asks for, whoever of
 * host and guest connected it. It serves each in a virtual thread.
 */
final class GuestAgent {
  /** Where it listens in the guest. */
  static final long PORT = 5000;

  /** Where it listens for frames. */
  static final long FRAMED_PORT = 5001;

  /** The file of the results folder that tells that it does. */
  static final String READY = "ready";

  private static final Map<String, CompletableFuture<String>> SEEN = new ConcurrentHashMap<>();

  private GuestAgent() {}

  /** Serves until the guest ends. */
  public static void main(String[] arguments) throws Exception {
    Address framed = new FramedAddress(VsockAddress.any(FRAMED_PORT));
    try (Server server = Hvsock.serve(VsockAddress.any(PORT), GuestAgent::answer);
        Server framedServer = Hvsock.serve(framed, GuestAgent::answer)) {
      Files.createFile(Path.of(System.getenv("HVSOCK_RESULTS"), READY));
      server.awaitStop();
      framedServer.awaitStop();
    }
  }

  private static void answer(Flow flow) throws IOException {
    String[] words = line(flow).split(" ", 2);
    switch (words[0]) {
      case "echo" -> Flows.copy(flow, flow);
      case "sink" -> say(flow, BulkContent.receive(flow, Long.parseLong(words[1])));
      case "source" -> say(flow, BulkContent.send(flow, Long.parseLong(words[1])));
      case "names" ->
          say(flow, Hvsock.localCid() + " " + flow.localAddress() + " " + flow.remoteAddress());
      case "call" -> call(flow, Long.parseLong(words[1]));
      case "answer-the-end" -> tell(words[1], () -> answerTheEnd(flow));
      case "end-first" -> tell(words[1], () -> endFirst(flow));
      case "stall" -> stall(flow);
      case "seen" -> say(flow, seen(words[1]).join());
      default -> throw new IOException("no such request: " + words[0]);
    }
  }

  /** Connects to the host, and does there what the first line asks for. */
  private static void call(Flow asked, long port) throws IOException {
    try (Flow flow =
        Hvsock.connect(
            VsockAddress.host(port), connect -> connect.timeout(Duration.ofSeconds(2)))) {
      say(asked, "connected");
      answer(flow);
    } catch (IOException e) {
      say(asked, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /** Reads to the end, and then replies. */
  private static String answerTheEnd(Flow flow) throws IOException {
    long bytes = flow.inputStream().readAllBytes().length;
    try {
      say(flow, "the reply");
      return "read " + bytes + ", replied";
    } catch (IOException e) {
      return "read " + bytes + ", " + e.getClass().getSimpleName();
    }
  }

  /** Ends its own direction, and then reads on. */
  private static String endFirst(Flow flow) throws IOException {
    say(flow, "the last words");
    flow.shutdownOutput();
    return "read " + flow.inputStream().readAllBytes().length;
  }

  /** Takes nothing in until somebody ends this. */
  private static void stall(Flow flow) throws IOException {
    say(flow, "stalled");
    try {
      Thread.sleep(Duration.ofHours(1));
    } catch (InterruptedException e) {
      throw new InterruptedIOException("stall: the agent stops");
    }
  }

  /** Does something, and keeps what it found for whoever asks. */
  private static void tell(String tag, Finding finding) throws IOException {
    try {
      seen(tag).complete(finding.find());
    } catch (IOException e) {
      seen(tag).complete(e.toString());
    }
  }

  private interface Finding {
    String find() throws IOException;
  }

  private static CompletableFuture<String> seen(String tag) {
    return SEEN.computeIfAbsent(tag, any -> new CompletableFuture<>());
  }

  /** Writes a line. */
  static void say(Flow flow, String line) throws IOException {
    flow.write(StandardCharsets.UTF_8.encode(line + "\n"));
  }

  /** Reads a line and no byte more. */
  static String line(Flow flow) throws IOException {
    StringBuilder line = new StringBuilder();
    ByteBuffer next = ByteBuffer.allocate(1);
    while (flow.read(next.clear()) > 0) {
      char character = (char) next.get(0);
      if (character == '\n') {
        return line.toString();
      }
      line.append(character);
    }
    throw new EOFException("end-of-stream after: " + line);
  }
}
