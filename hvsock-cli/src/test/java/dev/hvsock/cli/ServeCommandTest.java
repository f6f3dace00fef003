package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code serve} says of its clients. */
@Timeout(60)
final class ServeCommandTest {
  @TempDir Path folder;

  private String served;
  private String inbox;
  private String address;

  @BeforeEach
  void plant() throws IOException {
    Path root = Files.createDirectory(folder.resolve("served"));
    Files.writeString(root.resolve("there"), "there", UTF_8);
    served = root.toString();
    inbox = folder.resolve("inbox").toString();
    address = "unix:" + folder.resolve("s");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, UTF_8).toString();
  }

  /** What the server says and prints that is started with these options, while clients run. */
  private Tool.End serving(Clients clients, String... options) throws Exception {
    List<String> serve = new ArrayList<>(List.of("serve"));
    serve.addAll(List.of(options));
    serve.addAll(List.of(address, served));
    try (InProcessTool tool = InProcessTool.start(serve.toArray(String[]::new))) {
      clients.run();
      Tool.End end = tool.stop();
      return new Tool.End(end.code(), withoutLast(end.output()), withoutLast(end.talk()));
    }
  }

  /** The last that is said is how this test has stopped it. */
  private static String withoutLast(String lines) {
    List<String> all = lines.lines().toList();
    return String.join("\n", all.subList(0, Math.max(0, all.size() - 1)));
  }

  private interface Clients {
    void run() throws Exception;
  }

  private int client(String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments[0], "-q", "--retry=20s"));
    words.addAll(List.of(arguments).subList(1, arguments.length));
    return ExitCodeTest.run(words.toArray(String[]::new)).code();
  }

  /** One that says nothing, until another one has had what it asked for. */
  private void twoAtOnce() throws IOException {
    assertEquals(0, client("ls", address)); // it listens
    try (Flow silent = Hvsock.connect(Address.parse(address))) {
      assertTrue(silent.isOpen());
      assertEquals(0, client("get", address, "there", inbox));
    }
  }

  @Test
  void programsTellClientsApartThatAreThereAtOnce() throws Exception {
    Tool.End end = serving(this::twoAtOnce, "--json");
    Map<String, List<Map<String, String>>> clients = new TreeMap<>();
    for (String line : end.output().lines().toList()) {
      Map<String, String> event = Json.flat(line);
      clients
          .computeIfAbsent(String.valueOf(event.get("/client")), _ -> new ArrayList<>())
          .add(event);
    }
    assertEquals(List.of("1", "2", "3"), List.copyOf(clients.keySet()), end.output());
    Map<String, List<String>> stories = new TreeMap<>();
    for (List<Map<String, String>> events : clients.values()) {
      List<String> names = events.stream().map(each -> each.get("/event")).toList();
      stories.put(names.getLast(), names);
    }
    assertEquals(
        Map.of(
            "listed",
            List.of("met", "asked", "listed"),
            "failed",
            List.of("met", "failed"),
            "over",
            List.of("met", "asked", "offered", "planned", "began", "ended", "over")),
        stories,
        end.output());
    Map<String, String> get =
        clients.values().stream()
            .filter(each -> "over".equals(each.getLast().get("/event")))
            .findFirst()
            .orElseThrow()
            .get(1);
    assertEquals("get", get.get("/request"));
    assertEquals("there", get.get("/paths/0"));
  }

  @Test
  void peopleTellClientsApartThatAreThereAtOnce() throws Exception {
    String talk = serving(this::twoAtOnce).talk();
    List<String> lines = talk.lines().toList();
    assertEquals(4, lines.size(), talk);
    assertEquals("hvsock: client 1: ls '.': 1 file, folder or link", lines.get(1));
    List<String> others =
        lines.subList(2, 4).stream()
            .map(line -> line.replaceFirst("client [23]: ", "client N: "))
            .sorted()
            .toList();
    assertTrue(
        others.get(0).startsWith("hvsock: client N: get 'there': sent 1 file, 5 bytes in "), talk);
    assertTrue(
        others.get(1).startsWith("hvsock: client N: serve " + address + ": the peer ended before "),
        talk);
  }

  @Test
  void quietTellsOfFailuresWithTheirReasonsAlone() throws Exception {
    String same = file("there", "another");
    Tool.End end =
        serving(
            () -> {
              assertEquals(0, client("get", address, "there", inbox));
              assertEquals(0, client("ls", address));
              assertEquals(1, client("put", same, address, "."));
            },
            "-q");
    List<String> lines = end.talk().lines().toList();
    assertEquals(2, lines.size(), end.talk());
    assertTrue(
        lines.get(0).startsWith("hvsock: client 3: put '.': received 0 files, 0 bytes in "),
        end.talk());
    assertTrue(lines.get(0).endsWith("; 1 not received:"), end.talk());
    assertEquals("hvsock: client 3:   'there': it is there already", lines.get(1));
    assertEquals("", end.output());
  }

  @Test
  void aPutThatIsRefusedIsToldOfWithItsReason() throws Exception {
    String mine = file("mine", "mine");
    Tool.End end =
        serving(() -> assertEquals(1, client("put", mine, address, "sub")), "-q", "--read-only");
    assertEquals(
        "hvsock: client 1: put 'sub': serve "
            + address
            + ": this folder is served for reading only",
        end.talk());
  }

  @Test
  void manyPathsAreCounted() throws Exception {
    for (int i = 0; i < 5; i++) {
      Files.writeString(Path.of(served).resolve("f" + i), "x", UTF_8);
    }
    String talk =
        serving(() -> assertEquals(0, client("get", address, "f0", "f1", "f2", "f3", "f4", inbox)))
            .talk();
    assertTrue(talk.contains("client 1: get 'f0' 'f1' 'f2' and 2 more: sent 5 files, "), talk);
  }

  @Test
  void whatClientsAskForCommandsNoTerminal() throws Exception {
    String talk =
        serving(() -> assertEquals(1, client("get", address, "\033[2J\u202etxt", inbox))).talk();
    assertTrue(talk.contains("\nhvsock: client 1: get '?[2J?txt': serve "), talk);
    assertFalse(talk.contains("\033"), talk);
  }

  @Test
  void whoHasAnAddressIsNamedByItToo() throws Exception {
    try (InProcessTool tool = InProcessTool.start("serve", "tcp://127.0.0.1:0", served)) {
      assertEquals(0, client("ls", tool.awaitAddress()));
      String talk = tool.stop().talk();
      assertTrue(
          talk.matches("(?s).*\nhvsock: client 1 \\(tcp://127.0.0.1:\\d+\\): ls '.': 1 file, .*"),
          talk);
    }
  }
}
