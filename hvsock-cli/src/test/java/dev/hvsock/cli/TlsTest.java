package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tool with TLS; the other end is Python's or OpenSSL's own program. */
@Timeout(60)
class TlsTest {
  private static final Path SCRIPT = Path.of("src", "test", "python", "tls.py");
  private static final byte[] OURS = random(1, (4 << 20) + 1);
  private static final byte[] THEIRS = random(2, (4 << 20) - 1);

  /** What the document's own block makes: a CA, and certificates of a host and a guest. */
  @TempDir static Path made;

  @TempDir Path folder;

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @BeforeAll
  static void makeCertificates() throws Exception {
    Installed.assume("openssl", "openssl");
    shell(DocumentBlock.of("docs/tls.md", "sh", "certificate()"));
    shell(DocumentBlock.of("docs/tls.md", "sh", "/CN=secret"));
    shell(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=other"
            + " -keyout other.key -out other.pem");
  }

  private static void shell(String script) throws Exception {
    try (Tool shell =
        Tool.program(new ProcessBuilder("bash", "-ec", script).directory(made.toFile()))) {
      Tool.End end = shell.end();
      assertEquals(0, end.code(), end.talk());
    }
  }

  @BeforeEach
  void needPython() {
    Installed.assume("python3", "python3");
  }

  private UnixAddress at(String name) {
    return UnixAddress.of(folder.resolve(name));
  }

  private static String file(String name) {
    return made.resolve(name).toString();
  }

  /** A command line of who has the certificate of that name. */
  private static String[] with(String name, String command, String... rest) {
    return line(name, "ca", "--tls", command, rest);
  }

  private static String[] line(
      String name, String authority, String option, String command, String... rest) {
    return Stream.concat(
            Stream.of(
                command,
                option,
                "--cert",
                file(name + ".pem"),
                "--key",
                file(name + ".key"),
                "--ca",
                file(authority + ".pem")),
            Stream.of(rest))
        .toArray(String[]::new);
  }

  /** Runs the tool in this process until it ends; its input goes on for ever. */
  private static Tool.End run(String... arguments) throws Exception {
    try (InProcessTool tool = InProcessTool.start(arguments)) {
      return tool.end();
    }
  }

  /** Runs the tool in this process, with that input, for that output. */
  private static void exchange(byte[] input, byte[] output, String... arguments) throws Exception {
    try (InProcessTool tool = InProcessTool.start(arguments)) {
      tool.give(input);
      tool.end(output);
    }
  }

  private static Tool python(String verb, UnixAddress address, String name) throws IOException {
    return Tool.program(
        List.of(
            "python3",
            SCRIPT.toString(),
            verb,
            address.name(),
            file(name + ".pem"),
            file(name + ".key"),
            file("ca.pem")));
  }

  /** One side sends all it has and ends; when that end has been seen, the other does. */
  private static void exchange(Side our, Side their, PeerCases.First first) throws Exception {
    if (first == PeerCases.First.OURS) {
      our.give(OURS);
      their.take(OURS);
      their.give(THEIRS);
    } else {
      their.give(THEIRS);
      our.take(THEIRS);
      our.give(OURS);
    }
    our.end(THEIRS);
    their.end(OURS);
  }

  @ParameterizedTest
  @EnumSource
  void listen(PeerCases.First first) throws Exception {
    UnixAddress address = at("socket");
    try (InProcessTool tool = InProcessTool.start(with("guest", "listen", address.toString()))) {
      tool.awaitListening();
      try (Tool peer = python("connect", address, "host")) {
        exchange(tool, Side.of(peer), first);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void connect(PeerCases.First first) throws Exception {
    UnixAddress address = at("socket");
    try (Tool peer = python("listen", address, "guest");
        InProcessTool tool =
            InProcessTool.start(with("host", "connect", "--retry", "20s", address.toString()))) {
      exchange(tool, Side.of(peer), first);
    }
  }

  @ParameterizedTest
  @EnumSource
  void forwardFromTls(PeerCases.First first) throws Exception {
    UnixAddress source = at("tls");
    try (Listener target = Hvsock.listen(at("plain"));
        InProcessTool forward =
            InProcessTool.start(
                line(
                    "guest",
                    "ca",
                    "--tls-from",
                    "forward",
                    "--once",
                    source.toString(),
                    target.localAddress().toString()))) {
      forward.awaitListening();
      try (Tool peer = python("connect", source, "host");
          Flow ours = target.accept()) {
        exchange(Side.of(ours), Side.of(peer), first);
        assertEquals(0, forward.end().code());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void forwardToTls(PeerCases.First first) throws Exception {
    UnixAddress target = at("tls");
    UnixAddress source = at("plain");
    try (Tool peer = python("listen", target, "guest");
        InProcessTool forward =
            InProcessTool.start(
                line(
                    "host",
                    "ca",
                    "--tls-to",
                    "forward",
                    "--once",
                    "--retry",
                    "20s",
                    source.toString(),
                    target.toString()))) {
      forward.awaitListening();
      try (Flow ours = Hvsock.connect(source)) {
        exchange(Side.of(ours), Side.of(peer), first);
        assertEquals(0, forward.end().code());
      }
    }
  }

  /**
   * OpenSSL's own client, which renews its keys in between, and ends when it is told that we do.
   */
  @Test
  void opensslConnects() throws Exception {
    UnixAddress address = at("socket");
    try (InProcessTool tool = InProcessTool.start(with("guest", "listen", address.toString()))) {
      tool.awaitListening();
      try (Tool peer =
          Tool.program(
              openssl("s_client", "host", "-unix", address.name(), "-verify_return_error"))) {
        peer.await(line -> line.contains("verify return:1"));
        peer.send("before\n".getBytes(StandardCharsets.US_ASCII));
        tool.take("before\n".getBytes(StandardCharsets.US_ASCII));
        peer.send(
            "K\n".getBytes(StandardCharsets.US_ASCII)); // a command: KeyUpdate, and asks for one
        peer.await(line -> line.contains("KEYUPDATE"));
        peer.send("after\n".getBytes(StandardCharsets.US_ASCII));
        tool.take("before\nafter\n".getBytes(StandardCharsets.US_ASCII));
        tool.give("with new keys".getBytes(StandardCharsets.US_ASCII));
        Tool.End end = peer.end();
        assertTrue(end.output().contains("with new keys"), end.output());
        tool.end("before\nafter\n".getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  /** At a short path: s_server of OpenSSL 3.0 cannot listen at one of more than 31 characters. */
  @Test
  void opensslListens() throws Exception {
    Path shortly = Files.createTempDirectory("h");
    UnixAddress address = UnixAddress.of(shortly.resolve("s"));
    try (Tool peer =
        Tool.program(
            openssl(
                "s_server",
                "guest",
                "-unix",
                address.name(),
                "-Verify",
                "2",
                "-verify_return_error",
                "-naccept",
                "1",
                "-quiet"))) {
      Tool.End end =
          Tool.run(OURS, with("host", "connect", "-v", "--retry", "20s", address.toString()));
      assertEquals(0, end.code(), end.talk());
      assertTrue(end.talk().contains("who is CN=guest"), end.talk());
      Side.of(peer).take(OURS);
    } finally {
      Files.deleteIfExists(shortly.resolve("s"));
      Files.delete(shortly);
    }
  }

  private static List<String> openssl(String program, String name, String... rest) {
    List<String> command = new ArrayList<>(List.of("openssl", program, "-tls1_3"));
    command.addAll(List.of("-cert", file(name + ".pem"), "-key", file(name + ".key")));
    command.addAll(List.of("-CAfile", file("ca.pem")));
    command.addAll(List.of(rest));
    return command;
  }

  /** Several peers that are not let in keep the one that is neither out nor waiting. */
  @Test
  void whoeverIsNotLetInIsOneLineAndHoldsNobodyUp() throws Exception {
    UnixAddress address = at("socket");
    try (Tool listening = Tool.start(with("guest", "listen", "-v", address.toString()));
        Flow silent = connected(listening);
        Flow plain = Hvsock.connect(address)) {
      listening.endInput();
      plain.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      listening.await(line -> line.contains("speaks no TLS, it says 'GET / HTTP/1.0"));
      Tool.End stranger = run(with("other", "connect", address.toString()));
      assertEquals(1, stranger.code(), stranger.talk());
      assertTrue(
          stranger.talk().contains("the peer turned this end's certificate away"), stranger.talk());
      listening.await(line -> line.contains("no CA that is trusted here has signed the peer's"));
      exchange(OURS, new byte[0], with("host", "connect", address.toString()));
      Tool.End end = listening.end();
      assertEquals(0, end.code(), end.talk());
      assertEquals(OURS.length, end.output().length());
      assertTrue(end.talk().contains("accepted a client of " + address + ", who is CN=host"));
      assertTrue(silent.isOpen());
    }
  }

  private Flow connected(Tool listening) throws Exception {
    return Hvsock.connect(listening.listening());
  }

  @Test
  void aServerGoesOnServingWhileOthersFail() throws Exception {
    UnixAddress address = at("socket");
    try (Tool listening =
            Tool.start(
                with(
                    "guest",
                    "listen",
                    "--keep",
                    "--echo",
                    "--tls-timeout",
                    "1s",
                    address.toString()));
        Flow silent = connected(listening)) {
      for (int i = 0; i < 2; i++) {
        exchange(OURS, OURS, with("host", "connect", address.toString()));
      }
      listening.await(line -> line.contains("the peer did not complete it within 1000 ms"));
      assertEquals(-1, silent.read(ByteBuffer.allocate(1)));
      listening.signal("TERM");
      Tool.End end = listening.end();
      assertEquals(143, end.code(), end.talk());
      assertEquals(2, end.talk().lines().count(), end.talk());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host | other | no CA that is trusted here has signed the peer's certificate",
        "guest | ca | the peer turned this end's certificate away",
        "other | ca | the peer turned this end's certificate away",
      })
  void whyAConnectionFailsIsSaid(String name, String authority, String reason) throws Exception {
    UnixAddress address = at("socket");
    try (Tool peer = python("listen", address, "guest")) {
      peer.await(line -> line.equals("listening"));
      Tool.End end = run(line(name, authority, "--tls", "connect", address.toString()));
      assertEquals(1, end.code(), end.talk());
      assertTrue(end.talk().contains(reason), end.talk());
      assertTrue(end.talk().contains(address + ": "), end.talk());
    }
  }

  @Test
  void aSilentListenerIsATimeout() throws Exception {
    try (Listener silent = Hvsock.listen(at("socket"))) {
      Tool.End end =
          run(with("host", "connect", "--tls-timeout", "200ms", silent.localAddress().toString()));
      assertEquals(4, end.code(), end.talk());
      assertTrue(end.talk().contains("did not complete it within 200 ms"), end.talk());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connect --tls unix:x | --tls needs --cert, --key and --ca",
        "listen --tls --cert a --key b unix:x | --tls needs --cert, --key and --ca",
        "connect --ca a unix:x | --cert, --key and --ca are for TLS; try: --tls too",
        "serve --cert a unix:x . | --cert, --key and --ca are for TLS; try: --tls too",
        "forward --key a unix:x unix:y | --cert, --key and --ca are for TLS; try: --tls-from or",
        "forward --tls-to unix:x unix:y | --tls-to needs --cert, --key and --ca",
      })
  void whatMakesNoSenseIsRefused(String line, String reason) throws Exception {
    Tool.End end = run(line.split(" "));
    assertEquals(2, end.code(), end.talk());
    assertTrue(end.talk().contains(reason), end.talk());
  }

  @Test
  void aWrongFileIsFoundBeforeAnybodyIsMet() throws Exception {
    UnixAddress nobody = at("nobody");
    String[] mixed = with("host", "connect", nobody.toString());
    mixed[5] = file("guest.key");
    Tool.End end = run(mixed);
    assertEquals(2, end.code(), end.talk());
    assertTrue(end.talk().contains("the key does not belong to the certificate"), end.talk());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | missing | there is no such file; try: ",
        "5 | missing | there is no such file; try: ",
        "7 | . | it is a directory; try: ",
        "5 | /proc/sys/vm/compact_memory | this user may not read it; try: ",
        "5 | host.pem | there is no private key in it; try: ",
      })
  void aFileThatCannotBeReadIsMisuse(int argument, String name, String reason) throws Exception {
    String[] line = with("host", "connect", at("nobody").toString());
    line[argument] = file(name);
    Tool.End end = run(line);
    assertEquals(2, end.code(), end.talk());
    assertTrue(end.talk().contains("read " + file(name) + ": " + reason), end.talk());
  }

  @Test
  void oneSecretLetsBothEndsIn() throws Exception {
    UnixAddress address = at("socket");
    try (InProcessTool tool =
        InProcessTool.start(line("secret", "secret", "--tls", "listen", address.toString()))) {
      tool.awaitListening();
      tool.give(new byte[0]);
      exchange(OURS, new byte[0], line("secret", "secret", "--tls", "connect", address.toString()));
      tool.take(OURS);
    }
  }

  /** As the document has it, at unix addresses in place of those of vsock. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theDocumentsTransfersWork(boolean forwarded) throws Exception {
    Files.writeString(made.resolve("report.pdf"), "as it should be");
    String address = (forwarded ? at("middle") : at("direct")).toString();
    String receive = block("receive --tls").replace("vsock://any:5000", address);
    String send = block("send --tls").replace("vsock://42:5000", address);
    if (forwarded) {
      receive = receive.replace(address, "unix:service").replaceAll("--tls .*ca.pem", "");
      send = send.replace(address, "unix:local").replaceAll("--tls .*ca.pem", "");
    }
    String script = "hvsock() { timeout 50 $hvsock \"$@\"; }\ncd " + made + "\n";
    try (Tool receiving = Tool.shell(script + receive);
        Tool far = Tool.shell(script + (forwarded ? at(block("--tls-from"), address) : "true"));
        Tool near = Tool.shell(script + (forwarded ? at(block("--tls-to"), address) : "true"))) {
      receiving.listening();
      if (forwarded) {
        far.listening();
        near.listening();
      }
      try (Tool sending = Tool.shell(script + send)) {
        Tool.End end = sending.end();
        assertEquals(0, end.code(), end.talk());
      }
      assertEquals(0, receiving.end().code());
    }
    Path arrived = made.resolve("inbox").resolve("report.pdf");
    assertEquals("as it should be", Files.readString(arrived));
    Files.delete(arrived);
    assertFalse(Files.exists(arrived));
  }

  private static String block(String word) throws IOException {
    return DocumentBlock.of("docs/tls.md", "sh", word);
  }

  private static String at(String block, String address) {
    return block.replaceAll("vsock://(any|42):5001", address);
  }
}
