package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transfers that end before they are over, and the terminal: with processes, as signals are. */
@Timeout(60)
final class TransferProcessTest {
  private static final int BYTES = 4 << 20;
  private static final long PATIENCE_SECONDS = 30;

  @TempDir Path folder;

  private Path inbox;
  private Path file;
  private String address;

  @BeforeEach
  void write() throws IOException {
    address = "unix:" + folder.resolve("s");
    inbox = Files.createDirectory(folder.resolve("inbox"));
    file = Files.write(folder.resolve("big"), PlantedTree.random(BYTES));
  }

  /** Waits until some of the file has arrived, under whatever name. */
  private void awaitSome() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      try (Stream<Path> files = Files.list(inbox)) {
        if (files.anyMatch(each -> each.toFile().length() > 0)) {
          return;
        }
      }
      Thread.sleep(10);
    }
    throw new AssertionError("nothing arrives");
  }

  private Tool receive(String... options) throws IOException {
    return Tool.start(
        Stream.of(Stream.of("receive"), Stream.of(options), Stream.of(address, inbox.toString()))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  private InProcessTool send(String rate) {
    return InProcessTool.start(
        "send", "--retry=20s", "--limit-rate=" + rate, file.toString(), address);
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143"})
  void whatASignalStopsIsGoneOnWith(String signal, int code) throws Exception {
    try (Tool receive = receive();
        InProcessTool send = send("1M")) {
      receive.listening();
      awaitSome();
      receive.signal(signal);
      Tool.End end = receive.end();
      assertEquals(code, end.code(), end.talk());
      assertTrue(
          end.talk()
              .endsWith(
                  "stopped: 0 of 1 file had been received; try: the same again with --resume,"
                      + " which goes on with what is there"),
          end.talk());
      Tool.End sent = send.end();
      assertEquals(1, sent.code(), sent.talk());
      assertTrue(sent.talk().contains("the peer was stopped"), sent.talk());
      assertTrue(
          sent.talk().contains("0 of 1 file had been sent; try: the same again, with --resume"));
    }
    assertFalse(Files.exists(inbox.resolve("big")));
    try (InProcessTool receive =
            InProcessTool.start("receive", "--resume", "--json", address, inbox.toString());
        InProcessTool send = send("1G")) {
      Tool.End end = receive.end();
      assertEquals(0, end.code(), end.talk());
      assertEquals(0, send.end().code());
      Map<String, String> over = Json.flat(end.output().lines().toList().getLast());
      assertTrue(Long.parseLong(over.getOrDefault("/moved", "")) < BYTES, end.output());
    }
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(inbox.resolve("big")));
  }

  @Test
  void whoeverIsKilledLeavesWhatHasArrived() throws Exception {
    try (Tool send = Tool.start("send", "--listen", "--limit-rate=1M", file.toString(), address);
        InProcessTool receive =
            InProcessTool.start("receive", "--connect", "--retry=20s", address, inbox.toString())) {
      awaitSome();
      send.signal("KILL");
      Tool.End end = receive.end();
      assertEquals(1, end.code(), end.talk());
      assertTrue(
          end.talk()
              .endsWith("; try: the same again with --resume, which goes on with what is there"),
          end.talk());
      send.end();
    }
    assertFalse(Files.exists(inbox.resolve("big")));
    assertEquals(1, Stream.of(inbox.toFile().list()).filter(n -> n.endsWith(".partial")).count());
  }

  @Test
  void aServerToldToEndLetsTransfersEnd() throws Exception {
    try (Tool serve = Tool.start("serve", "--limit-rate=4M", address, folder.toString())) {
      serve.listening();
      try (InProcessTool get = InProcessTool.start("get", address, "big", inbox.toString())) {
        awaitSome();
        serve.signal("TERM");
        Tool.End got = get.end();
        assertEquals(0, got.code(), got.talk());
      }
      Tool.End end = serve.end();
      assertEquals(143, end.code(), end.talk());
    }
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(inbox.resolve("big")));
  }

  @Test
  void aServerSaysWhichTransfersItsEndCutOff() throws Exception {
    try (Tool serve =
        Tool.start("serve", "--limit-rate=1M", "--grace=200ms", address, folder.toString())) {
      serve.listening();
      try (InProcessTool get = InProcessTool.start("get", address, "big", inbox.toString())) {
        awaitSome();
        serve.signal("TERM");
        assertEquals(1, get.end().code());
      }
      Tool.End end = serve.end();
      assertEquals(143, end.code(), end.talk());
      assertTrue(
          end.talk()
              .contains(
                  "hvsock: client 1: get 'big': it was not over when this command was stopped"),
          end.talk());
    }
  }

  @Test
  void aServerThatStopsSaysWhatElseEndedATransfer() throws Exception {
    try (Tool serve = Tool.start("serve", "--limit-rate=1M", address, folder.toString());
        Tool get = Tool.start("get", "--retry=20s", address, "big", inbox.toString())) {
      awaitSome();
      serve.signal("TERM");
      serve.await(line -> line.endsWith(" to end"));
      get.signal("INT");
      assertEquals(130, get.end().code());
      Tool.End end = serve.end();
      assertEquals(143, end.code(), end.talk());
      assertTrue(end.talk().contains("the peer was stopped: interrupted"), end.talk());
    }
  }

  @Test
  void aTerminalHasABarAndOthersNone() throws Exception {
    Installed.assume("script", "bsdutils");
    String command = "$hvsock receive " + address + " " + inbox;
    try (Tool terminal =
            Tool.shell("script -qec \"stty cols 72; " + command + "\" /dev/null < /dev/null");
        InProcessTool send = send("3M")) {
      Tool.End end = terminal.end();
      assertEquals(0, end.code(), end.output());
      String shown = new String(end.output().getBytes(ISO_8859_1), UTF_8);
      List<String> bars =
          Stream.of(shown.split("\r")).filter(each -> each.startsWith("hvsock ")).toList();
      assertTrue(bars.stream().anyMatch(each -> each.matches(BAR)), shown);
      assertTrue(bars.stream().allMatch(each -> each.strip().length() <= 72 + 3), shown);
      assertTrue(shown.contains("\r\033[Khvsock: received 1 file, 4.0 MiB in "), shown);
      assertFalse(send.end().talk().contains("\r"), "it has no terminal");
    }
  }

  private static final String BAR =
      "(?s)hvsock +\\d+% \\[=*>? *\\] +\\d+/4096 KiB \\(0:00:0\\d / (\\?|0:00:0\\d left)\\) \\d+\\.\\d KiB/s.*";
}
