package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code listen} joins flows to when it is not standard input and output. */
@Timeout(60)
final class ListenModesTest {
  @TempDir Path folder;

  private String path() {
    return UnixAddress.of(folder.resolve("s")).toString();
  }

  private static Flow connect(Tool tool) throws Exception {
    return connect(tool.listening());
  }

  private static Flow connect(Address address) throws Exception {
    return Hvsock.connect(
        address,
        options -> options.readTimeout(Duration.ofSeconds(30)).closeTimeout(Duration.ZERO));
  }

  private static byte[] exchange(Flow flow, byte[] request) throws Exception {
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    flow.write(ByteBuffer.wrap(request));
                    flow.shutdownOutput();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    byte[] reply = flow.inputStream().readAllBytes();
    writer.join();
    return reply;
  }

  private static String exchange(Flow flow, String request) throws Exception {
    return new String(exchange(flow, request.getBytes(UTF_8)), UTF_8);
  }

  @Test
  void echoSendsBackWhatArrives() throws Exception {
    byte[] bytes = new byte[8 << 20];
    new Random(3).nextBytes(bytes);
    try (Tool tool = Tool.start("listen", "--echo", "-v", path());
        Flow flow = connect(tool)) {
      assertArrayEquals(bytes, exchange(flow, bytes));
      Tool.End end = tool.end();
      assertEquals(0, end.code());
      assertTrue(end.talk().contains(": 8388608 bytes in "), end.talk());
    }
  }

  @Test
  void discardReadsToTheEndAndSendsNothing() throws Exception {
    try (Tool tool = Tool.start("listen", "--discard", path());
        Flow flow = connect(tool)) {
      assertEquals("", exchange(flow, "x".repeat(1 << 20)));
      assertEquals(0, tool.end().code());
    }
  }

  @Test
  void keepServesOneAfterTheOtherAndManyAtOnce() throws Exception {
    try (Tool tool = Tool.start("listen", "--keep", "--echo", "-v", path());
        Flow open = connect(tool)) {
      for (int i = 0; i < 3; i++) {
        try (Flow flow = connect(tool)) {
          assertEquals("again " + i, exchange(flow, "again " + i));
        }
      }
      assertEquals("at last", exchange(open, "at last"));
      tool.signal("TERM");
      Tool.End end = tool.end();
      assertEquals(143, end.code());
      assertEquals(4, end.talk().lines().filter(line -> line.contains(" bytes in ")).count());
      assertFalse(Files.exists(folder.resolve("s")));
    }
  }

  @Test
  void execJoinsAProcess() throws Exception {
    try (Tool tool = Tool.start("listen", "--exec", "tr a-z A-Z; echo done", "-v", path());
        Flow flow = connect(tool)) {
      assertEquals("SHOUTdone\n", exchange(flow, "shout"));
      Tool.End end = tool.end();
      assertEquals(0, end.code());
      assertTrue(end.talk().endsWith("'tr a-z A-Z; echo done' ended with status 0"), end.talk());
    }
  }

  @Test
  void execCarriesMuchBothWaysWithItsErrorsOnStandardError() throws Exception {
    byte[] bytes = new byte[8 << 20];
    new Random(4).nextBytes(bytes);
    try (Tool tool = Tool.start("listen", "--keep", "--exec", "echo to stderr >&2; cat", path())) {
      for (int i = 0; i < 2; i++) {
        try (Flow flow = connect(tool)) {
          assertArrayEquals(bytes, exchange(flow, bytes));
        }
      }
      tool.await(line -> line.equals("to stderr"));
    }
  }

  @Test
  void theEndOfTheProcessEndsTheFlowWhoeverStillSends() throws Exception {
    try (Tool tool = Tool.start("listen", "--exec", "head -c 3", "--close-timeout=100ms", path());
        Flow flow = connect(tool)) {
      flow.write(ByteBuffer.wrap("abcdef".getBytes(UTF_8)));
      assertEquals("abc", new String(flow.inputStream().readAllBytes(), UTF_8));
      assertEquals(0, tool.end().code());
    }
  }

  @Test
  void theStatusOfTheProcessTells() throws Exception {
    try (Tool tool = Tool.start("listen", "--exec", "echo partly; exit 7", path());
        Flow flow = connect(tool)) {
      assertEquals("partly\n", exchange(flow, ""));
      Tool.End end = tool.end();
      assertEquals(1, end.code());
      assertTrue(end.talk().endsWith("'echo partly; exit 7' ended with status 7"), end.talk());
    }
  }

  @Test
  void aResetEndsTheProcess() throws Exception {
    try (Tool tool =
            Tool.start("listen", "--exec", "echo pid $$; exec sleep 60", "tcp://127.0.0.1:0");
        Flow flow = connect(tool)) {
      ProcessHandle process = process(flow);
      flow.abort();
      assertEquals(1, tool.end().code());
      process.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void stoppingEndsTheProcesses() throws Exception {
    try (Tool tool =
            Tool.start("listen", "--keep", "--exec", "echo pid $$; sleep 60 & wait", path());
        Flow flow = connect(tool)) {
      ProcessHandle process = process(flow);
      tool.signal("TERM");
      assertEquals(143, tool.end().code());
      process.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  /** The process whose id arrives first. */
  private static ProcessHandle process(Flow flow) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = flow.inputStream().read(); c != '\n'; c = flow.inputStream().read()) {
      line.append((char) c);
    }
    return ProcessHandle.of(Long.parseLong(line.substring("pid ".length()))).orElseThrow();
  }
}
