package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.transfer.TransferReport;
import dev.hvsock.transfer.TransferReport.NotTaken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that transfer files, both ends of each in this process. */
@Timeout(60)
final class TransferCommandTest {
  @TempDir Path folder;

  private Path tree;
  private String source;
  private String inbox;
  private String address;

  @BeforeEach
  void plant() throws IOException {
    tree = PlantedTree.in(folder);
    source = tree.toString();
    inbox = folder.resolve("inbox").toString();
    address = "unix:" + folder.resolve("s");
  }

  /** Starts what listens, and runs what connects. */
  private static List<Tool.End> both(List<String> listening, List<String> connecting)
      throws Exception {
    try (InProcessTool tool = InProcessTool.start(listening.toArray(String[]::new))) {
      tool.awaitListening();
      Tool.End connected = ExitCodeTest.run(connecting.toArray(String[]::new));
      return List.of(tool.end(), connected);
    }
  }

  private List<Tool.End> sent(String... options) throws Exception {
    List<String> receive = new ArrayList<>(List.of("receive"));
    receive.addAll(List.of(options));
    receive.addAll(List.of(address, inbox));
    return both(receive, List.of("send", source, address));
  }

  private static void assertDone(List<Tool.End> ends) {
    ends.forEach(each -> assertEquals(0, each.code(), each.talk()));
  }

  private void assertArrived() throws IOException {
    assertEquals(
        PlantedTree.content(tree), PlantedTree.content(Path.of(inbox).resolve(tree.getFileName())));
  }

  @Test
  void oneSendsToTheOtherThatListens() throws Exception {
    List<Tool.End> ends = sent();
    assertDone(ends);
    assertArrived();
    assertTrue(
        ends.get(0)
            .talk()
            .lines()
            .toList()
            .getLast()
            .startsWith("hvsock: received 3 files, 4 folders and links, 293.0 KiB in "),
        ends.get(0).talk());
    assertTrue(
        ends.get(1).talk().startsWith("hvsock: sent 3 files, 4 folders and links, 293.0 KiB in "),
        ends.get(1).talk());
    assertEquals(1, ends.get(1).talk().lines().count(), ends.get(1).talk());
  }

  @Test
  void oneReceivesFromTheOtherThatListens() throws Exception {
    assertDone(
        both(
            List.of("send", "--listen", source, address),
            List.of("receive", "--connect", address, inbox)));
    assertArrived();
  }

  @Test
  void quietSaysNothing() throws Exception {
    try (InProcessTool receive = InProcessTool.start("receive", "-q", address, inbox)) {
      Tool.End send = ExitCodeTest.run("send", "-q", "--retry=20s", source, address);
      assertEquals(new Tool.End(0, "", ""), send);
      assertEquals(new Tool.End(0, "", ""), receive.end());
    }
    assertArrived();
  }

  @Test
  void quietSaysWhyItFails() throws Exception {
    assertDone(sent());
    Files.writeString(tree.resolve("deep/script"), "other\n");
    try (InProcessTool receive = InProcessTool.start("receive", "-q", address, inbox)) {
      Tool.End send = ExitCodeTest.run("send", "-q", "--retry=20s", source, address);
      for (Tool.End end : List.of(send, receive.end())) {
        assertEquals(1, end.code());
        assertTrue(end.talk().contains("; 1 not "), end.talk());
        assertTrue(end.talk().contains("\nhvsock:   'tree/deep/script': it is there"), end.talk());
        assertTrue(end.talk().contains("--overwrite"), end.talk());
      }
    }
  }

  @Test
  void whatTheReceiverLosesIsNotCountedAsSent() {
    StringWriter talk = new StringWriter();
    PrintWriter err = new PrintWriter(talk);
    TransferLines lines =
        new TransferLines(
            new Talk(err, Talk.Level.VERBOSE),
            new TransferLines.Deed("sent", false, "", Optional.empty()),
            total -> Progress.ofBytes(err, false, total, () -> 0));
    lines.planned(2, 6, 0);
    for (String path : List.of("a", "b")) {
      lines.began(path, 3, 0);
      lines.moved(3);
      lines.ended(path);
    }
    lines.notTaken("a", "permission denied");
    assertEquals(1, lines.filesDone());
    lines.over(
        new TransferReport(
            2, 1, 0, 3, 6, 1, List.of(new NotTaken("a", "x")), false, Duration.ofSeconds(1)));
    assertEquals(
        """
        hvsock: wanted: 2 files, 6 bytes
        hvsock: sent 'a'
        hvsock: sent 'b'
        hvsock: not sent after all: 'a': permission denied
        hvsock: sent 1 file, 3 bytes in 1.00 s (6 bytes/s); 1 not sent:
        hvsock:   'a': x
        """,
        talk.toString());
  }

  @Test
  void verboseNamesEachFile() throws Exception {
    String talk = sent("-v").getFirst().talk();
    for (String path : List.of("tree/empty", "tree/deep/script", "tree/Grüße 世界 🌍")) {
      assertTrue(talk.contains("\nhvsock: received '" + path + "'\n"), talk);
    }
  }

  @Test
  void namesCommandNoTerminal() throws Exception {
    Files.createFile(tree.resolve("\033[2J\u202etxt"));
    String shown = "?[2J?txt'";
    List<Tool.End> ends = sent("-v");
    assertDone(ends);
    assertTrue(ends.get(0).talk().contains(shown), ends.get(0).talk());
    Files.writeString(tree.resolve("\033[2J\u202etxt"), "other");
    for (Tool.End end : sent()) {
      assertTrue(end.talk().contains(shown), end.talk());
      assertFalse(end.talk().contains("\033"), end.talk());
    }
  }

  @Test
  void manyReasonsAreCounted() throws Exception {
    for (int i = 0; i < 12; i++) {
      Files.createFile(tree.resolve("many" + i));
    }
    assertDone(sent());
    for (int i = 0; i < 12; i++) {
      Files.writeString(tree.resolve("many" + i), "other");
    }
    for (Tool.End end : sent()) {
      assertEquals(1, end.code());
      assertTrue(end.talk().contains("; 12 not "), end.talk());
      assertEquals(10, end.talk().lines().filter(each -> each.contains("/many")).count());
      assertTrue(end.talk().contains("\nhvsock:   and 2 more\n"), end.talk());
    }
  }

  @Test
  void pipesArePassedOverByName() throws Exception {
    try (Tool mkfifo = Tool.program(List.of("mkfifo", tree.resolve("pipe").toString()))) {
      assertEquals(0, mkfifo.end().code());
    }
    for (Tool.End end : sent()) {
      assertEquals(1, end.code(), end.talk());
      assertTrue(end.talk().contains("'tree/pipe': "), end.talk());
    }
  }

  @Test
  void whatIsThereStaysUntilToldOtherwise() throws Exception {
    assertDone(sent());
    String again = sent().getFirst().talk();
    assertTrue(again.contains("; 3 the same already"), again);

    Files.writeString(tree.resolve("deep/script"), "other\n");
    List<Tool.End> kept = sent();
    for (Tool.End end : kept) {
      assertEquals(1, end.code());
      assertTrue(
          end.talk().contains("\nhvsock:   'tree/deep/script': it is there already"), end.talk());
    }
    assertTrue(
        kept.get(0).talk().endsWith("; try: the same again with --overwrite always, or older"),
        kept.get(0).talk());
    assertTrue(kept.get(1).talk().contains("--overwrite at the receiver"), kept.get(1).talk());

    assertDone(sent("--overwrite=older"));
    assertArrived();
  }

  @Test
  void aRehearsalLeavesNothing() throws Exception {
    List<Tool.End> ends = sent("--dry-run", "-v");
    assertTrue(
        ends.getFirst().talk().contains("would be received: 'tree/deep/script', 10 bytes"),
        ends.getFirst().talk());
    for (Tool.End end : ends) {
      assertEquals(0, end.code(), end.talk());
      assertTrue(end.talk().contains("a rehearsal, nothing was "), end.talk());
      assertTrue(end.talk().contains("3 files, 293.0 KiB, would be"), end.talk());
    }
    assertFalse(Files.exists(Path.of(inbox).resolve("tree")));
  }

  @Test
  void limitsRefuseTheWhole() throws Exception {
    for (String limit : List.of("--max-bytes=292K", "--max-files=6")) {
      List<Tool.End> ends = sent(limit);
      ends.forEach(each -> assertEquals(1, each.code(), each.talk()));
      String talk = ends.get(0).talk();
      assertTrue(talk.endsWith("\nhvsock: " + IntakeOptions.BOUNDS), talk);
      assertTrue(ends.get(1).talk().contains(": the peer refuses: "), ends.get(1).talk());
      assertFalse(Files.exists(Path.of(inbox).resolve("tree")));
    }
  }

  @Test
  void manyMayComeToOneThatKeepsReceiving() throws Exception {
    try (InProcessTool receive = InProcessTool.start("receive", "-v", "--keep", address, inbox)) {
      receive.awaitListening();
      assertEquals(0, ExitCodeTest.run("send", source, address).code());
      Files.writeString(folder.resolve("second"), "second");
      assertEquals(
          0, ExitCodeTest.run("send", folder.resolve("second").toString(), address).code());
      String talk = receive.stop().talk();
      assertTrue(talk.contains("\nhvsock: client 1: received 3 files, "), talk);
      assertTrue(talk.contains("\nhvsock: client 2: received 1 file, 6 bytes in "), talk);
    }
    assertArrived();
    assertEquals("second", Files.readString(Path.of(inbox).resolve("second")));
  }

  @Test
  void aServerGivesTakesAndLists() throws Exception {
    String target = folder.resolve("target").toString();
    try (InProcessTool serve =
        InProcessTool.start("serve", "-v", address, folder.toString(), "--overwrite=older")) {
      serve.awaitListening();
      Tool.End get = ExitCodeTest.run("get", address, "tree/deep", "./tree/link", target);
      assertEquals(0, get.code(), get.talk());
      assertEquals(
          PlantedTree.content(tree.resolve("deep")),
          PlantedTree.content(Path.of(target).resolve("deep")));
      assertTrue(Files.isSymbolicLink(Path.of(target).resolve("link")));

      Tool.End put = ExitCodeTest.run("put", source, address, "inbox/today");
      assertEquals(0, put.code(), put.talk());
      inbox = inbox + "/today";
      assertArrived();

      Tool.End list = ExitCodeTest.run("ls", address, "tree/");
      assertEquals(0, list.code(), list.talk());
      assertTrue(list.output().matches(LISTED), list.output());
      assertEquals("", list.talk());

      Tool.End nothing = ExitCodeTest.run("get", address, "none", target);
      assertEquals(1, nothing.code());
      assertTrue(nothing.talk().contains("the peer refuses: none: "), nothing.talk());
      String talk = serve.stop().talk();
      for (String line :
          List.of(
              "client 1: get 'tree/deep' 'tree/link': sent 1 file, 3 folders and links, 10 bytes in",
              "client 2: put 'inbox/today': received 3 files, 4 folders and links, 293.0 KiB in ",
              "client 3: ls 'tree': 4 files, folders and links",
              "client 4: get 'none': serve " + address + ": none: there is nothing of that")) {
        assertTrue(talk.contains("\nhvsock: " + line), talk);
      }
    }
  }

  private static final String LISTED =
      """
      -rw-r--r-- 300000 \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d Grüße 世界 🌍
      drwxr-xr-x      0 2020-02-29 \\d\\d:\\d\\d deep
      -rw-r--r--      0 \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d empty
      l\\?{9}      0 \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d link -> deep/script
      """;

  @Test
  void aListIsJsonToo() throws Exception {
    try (InProcessTool serve = InProcessTool.start("serve", address, folder.toString())) {
      serve.awaitListening();
      Map<String, String> listed =
          Json.flat(ExitCodeTest.run("ls", "--json", address, "tree").output());
      assertEquals("Grüße 世界 🌍", listed.get("/entries/0/path"));
      assertEquals("300000", listed.get("/entries/0/size"));
      assertEquals("folder", listed.get("/entries/1/kind"));
      assertEquals("2020-02-29T12:34:56.789Z", listed.get("/entries/1/modified"));
      assertEquals("0755", listed.get("/entries/1/mode"));
      assertEquals("deep/script", listed.get("/entries/3/target"));
      assertEquals(0, serve.stop().output().length());
    }
  }

  @Test
  void aServerForReadingTakesNothing() throws Exception {
    try (InProcessTool serve =
        InProcessTool.start("serve", "--read-only", address, folder.toString())) {
      serve.awaitListening();
      Tool.End put = ExitCodeTest.run("put", source, address, "inbox");
      assertEquals(1, put.code());
      assertTrue(put.talk().contains("the peer refuses: "), put.talk());
      assertTrue(put.talk().contains("for reading only"), put.talk());
      assertFalse(Files.exists(Path.of(inbox)));
      assertTrue(serve.stop().talk().contains("for reading only"));
    }
  }

  @Test
  void aServerGrantsNoMoreThanItMay() throws Exception {
    try (InProcessTool serve = InProcessTool.start("serve", address, folder.toString())) {
      serve.awaitListening();
      assertEquals(0, ExitCodeTest.run("put", source, address, "inbox").code());
      Files.writeString(tree.resolve("deep/script"), "other\n");
      Tool.End put = ExitCodeTest.run("put", "--overwrite=always", source, address, "inbox");
      assertEquals(1, put.code());
      assertTrue(put.talk().contains("it is there already"), put.talk());
      assertTrue(put.talk().endsWith("; try: --overwrite at the server too"), put.talk());
      serve.stop();
    }
  }

  @Test
  void programsReadEvents() throws Exception {
    List<Tool.End> ends =
        both(
            List.of("receive", "--json", address, inbox),
            List.of("send", "--json", source, address));
    for (Tool.End end : ends) {
      List<Map<String, String>> events = new ArrayList<>();
      for (String line : end.output().lines().toList()) {
        events.add(Json.flat(line));
      }
      List<String> names = events.stream().map(each -> each.get("/event")).toList();
      assertEquals(List.of("met", "offered", "planned"), names.subList(0, 3), end.output());
      assertEquals(3, names.stream().filter("began"::equals).count(), end.output());
      assertEquals(3, names.stream().filter("ended"::equals).count(), end.output());
      assertEquals("over", names.getLast());
      assertEquals("true", events.getLast().get("/complete"));
      assertEquals("300010", events.getLast().get("/bytes"));
      assertTrue(
          events.stream().anyMatch(each -> "tree/Grüße 世界 🌍".equals(each.get("/path"))),
          end.output());
      assertTrue(end.output().chars().allMatch(each -> each < 0x7F), "no terminal minds it");
    }
    assertEquals("", ends.get(1).talk());
  }

  @Test
  void programsReadFailures() throws Exception {
    Tool.End end = ExitCodeTest.run("get", "--json", address, ".", inbox);
    assertEquals(5, end.code());
    Map<String, String> event = Json.flat(end.output());
    assertEquals("failed", event.get("/event"));
    assertTrue(event.getOrDefault("/problem", "").startsWith("connect unix:"), end.output());
    assertEquals(1, end.talk().lines().count(), end.talk());
  }

  @Test
  void nobodyComingIs4() {
    Tool.End end = ExitCodeTest.run("receive", "--timeout=50ms", address, inbox);
    assertEquals(4, end.code(), end.talk());
  }

  @Test
  void whoeverIsSilentIs4() throws Exception {
    try (InProcessTool silent = InProcessTool.start("listen", address)) {
      silent.awaitListening();
      Tool.End end = ExitCodeTest.run("send", "--patience=100ms", source, address);
      assertEquals(4, end.code(), end.talk());
    }
  }

  @Test
  void whoeverSpeaksOtherwiseIs1() throws Exception {
    try (InProcessTool other = InProcessTool.start("listen", address)) {
      other.awaitListening();
      other.give("SSH-2.0-nobody\r\n".getBytes(US_ASCII));
      Tool.End end = ExitCodeTest.run("get", address, ".", inbox);
      assertEquals(1, end.code(), end.talk());
      assertTrue(end.talk().contains("which is no hvsock transfer"), end.talk());
      assertFalse(end.talk().contains("\r"), end.talk());
    }
  }
}
