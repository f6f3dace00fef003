package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The tool in this process, with streams of its own: in an emulated guest, starting a JVM for each
 * case would take most of the time.
 */
final class InProcessTool implements Side, AutoCloseable {
  private static final long PATIENCE_SECONDS = 45;
  private static final String LISTENING = "hvsock: listening at ";

  private final FlowPair input = Flows.pair();
  private final FlowPair output = Flows.pair();
  private final FlowPair talk = Flows.pair();
  private final Collected collected = Collected.from(output.second().inputStream());
  private final Collected talked = Collected.from(talk.second().inputStream());
  private final CompletableFuture<Integer> code = new CompletableFuture<>();

  private final Thread thread;

  private InProcessTool(String... arguments) {
    StandardStreams streams =
        new StandardStreams(input.second(), Channels.newChannel(output.first().outputStream()));
    thread = Thread.ofPlatform().daemon().start(() -> run(streams, arguments));
  }

  static InProcessTool start(String... arguments) {
    return new InProcessTool(arguments);
  }

  private void run(StandardStreams streams, String... arguments) {
    try (PrintWriter err =
            new PrintWriter(talk.first().outputStream(), true, StandardCharsets.UTF_8);
        PrintWriter out =
            new PrintWriter(output.first().outputStream(), true, StandardCharsets.UTF_8)) {
      int exit = Main.commandLine(streams, arguments).setErr(err).setOut(out).execute(arguments);
      streams.out().close(); // as the end of the process would
      code.complete(exit);
    } catch (IOException e) {
      code.completeExceptionally(e);
    }
  }

  /** Waits until it has said that it listens. */
  void awaitListening() throws Exception {
    talked.await(LISTENING.length());
  }

  /** Waits until it has said where it listens, which is the first that it says. */
  String awaitAddress() throws Exception {
    String said = "";
    for (int count = 1; !said.endsWith("\n"); count++) {
      said = new String(talked.await(count), StandardCharsets.UTF_8);
    }
    return said.strip().substring(LISTENING.length());
  }

  @Override
  public void give(byte[] bytes) throws Exception {
    try (OutputStream in = input.first().outputStream()) {
      in.write(bytes);
    }
  }

  @Override
  public void take(byte[] bytes) throws Exception {
    assertArrayEquals(bytes, collected.await(bytes.length));
  }

  @Override
  public void end(byte[] bytes) throws Exception {
    assertEquals(0, code(), new String(talked.all(), StandardCharsets.UTF_8));
    assertArrayEquals(bytes, collected.all());
  }

  /** Waits for its end, which must be a good one, and gives what it printed. */
  String report() throws Exception {
    assertEquals(0, code(), new String(talked.all(), StandardCharsets.UTF_8));
    return new String(collected.all(), StandardCharsets.UTF_8);
  }

  /** Waits for its end. */
  Tool.End end() throws Exception {
    int exit = code();
    return new Tool.End(
        exit,
        new String(collected.all(), StandardCharsets.UTF_8),
        new String(talked.all(), StandardCharsets.UTF_8).strip());
  }

  /** Ends one that would go on for ever, and waits for that. */
  Tool.End stop() throws Exception {
    thread.interrupt();
    return end();
  }

  private int code() throws Exception {
    return code.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    input.close();
    output.close();
    talk.close();
  }
}
