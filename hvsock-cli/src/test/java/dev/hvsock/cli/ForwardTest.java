package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The forwarder: a client and a target with the tool between them. */
@Timeout(60)
final class ForwardTest {
  private static final String FROM = "tcp://127.0.0.1:0";

  @TempDir Path folder;

  private Address target() {
    return UnixAddress.of(folder.resolve("target"));
  }

  private Tool forward(String... options) throws IOException {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "forward";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[options.length + 1] = FROM;
    arguments[options.length + 2] = target().toString();
    return Tool.start(arguments);
  }

  private static Flow connect(Tool tool) throws Exception {
    return Hvsock.connect(tool.listening(), options -> options.readTimeout(Duration.ofSeconds(30)));
  }

  private static void send(Flow flow, String text) throws IOException {
    flow.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private static String readAll(Flow flow) throws IOException {
    return new String(flow.inputStream().readAllBytes(), UTF_8);
  }

  @Test
  void eachDirectionEndsByItself() throws Exception {
    try (Listener listener = Hvsock.listen(target());
        Tool tool = forward("-v", "--once");
        Flow client = connect(tool);
        Flow target = listener.accept()) {
      send(client, "question");
      client.shutdownOutput();
      assertEquals("question", readAll(target));
      send(target, "a longer answer");
      target.shutdownOutput();
      assertEquals("a longer answer", readAll(client));
      Tool.End end = tool.end();
      assertEquals(0, end.code());
      String line = end.talk().lines().filter(said -> said.contains(" there, ")).findFirst().get();
      assertTrue(
          line.matches(
              "hvsock: tcp://127.0.0.1:\\d+ -> \\Q%s\\E: 8 bytes there, 15 back, in \\d+\\.\\d{3} s, the client ended first"
                  .formatted(target())),
          line);
    }
  }

  @Test
  void theTargetMayEndFirst() throws Exception {
    try (Listener listener = Hvsock.listen(target());
        Tool tool = forward("-v", "--once");
        Flow client = connect(tool);
        Flow target = listener.accept()) {
      send(target, "greeting");
      target.shutdownOutput();
      assertEquals("greeting", readAll(client));
      send(client, "x".repeat(1 << 20));
      client.shutdownOutput();
      assertEquals(1 << 20, readAll(target).length());
      Tool.End end = tool.end();
      assertEquals(0, end.code());
      assertTrue(end.talk().endsWith(", the target ended first"), end.talk());
    }
  }

  @Test
  void aTargetThatDoesNotListenIsTheClientsEndOnly() throws Exception {
    try (Tool tool = forward()) {
      try (Flow client = connect(tool)) {
        assertThrows(IOException.class, () -> readAll(client));
      }
      tool.await(line -> line.contains("nobody listens there"));
      try (Server server = Hvsock.serve(target(), flow -> Flows.copy(flow, flow));
          Flow client = connect(tool)) {
        send(client, "now it does");
        client.shutdownOutput();
        assertEquals("now it does", readAll(client));
        assertEquals(target(), server.localAddress());
      }
      tool.signal("INT");
      assertEquals(130, tool.end().code());
    }
  }

  @Test
  void onceWithoutATargetSaysNobodyListens() throws Exception {
    Path from = folder.resolve("from");
    try (Tool tool = Tool.start("forward", "--once", "unix:" + from, target().toString())) {
      tool.listening();
      Hvsock.connect(UnixAddress.of(from)).close();
      Tool.End end = tool.end();
      assertEquals(5, end.code());
      assertTrue(end.talk().contains("nobody listens there"), end.talk());
    }
  }

  @Test
  void aResetReachesTheOtherSide() throws Exception {
    try (Listener listener = Hvsock.listen(Address.parse(FROM));
        Tool tool = Tool.start("forward", "--once", FROM, listener.localAddress().toString());
        Flow client = connect(tool);
        Flow target = listener.accept()) {
      send(client, "x");
      target.read(ByteBuffer.allocate(1));
      target.abort();
      assertThrows(FlowResetException.class, () -> readAll(client));
      Tool.End end = tool.end();
      assertEquals(1, end.code());
      assertTrue(end.talk().contains("the target failed: read "), end.talk());
    }
  }

  @Test
  void furtherPeersWaitWhenThereAreAsManyFlowsAsAllowed() throws Exception {
    try (Listener listener = Hvsock.listen(target());
        Tool tool = forward("--max-flows", "1");
        Flow first = connect(tool);
        Flow firstTarget = listener.accept();
        Flow second = connect(tool)) {
      listener.acceptTimeout(Duration.ofMillis(500));
      assertThrows(SocketTimeoutException.class, listener::accept);
      listener.acceptTimeout(Duration.ofSeconds(30));
      first.shutdownOutput();
      firstTarget.shutdownOutput();
      try (Flow secondTarget = listener.accept()) {
        send(second, "at last");
        second.shutdownOutput();
        assertEquals("at last", readAll(secondTarget));
      }
    }
  }

  @Test
  void aSignalLetsFlowsEndWithinTheGrace() throws Exception {
    try (Listener listener = Hvsock.listen(target());
        Tool tool = forward("--grace", "20s");
        Flow client = connect(tool);
        Flow target = listener.accept()) {
      Address address = tool.listening();
      tool.signal("TERM");
      tool.await(line -> line.equals("hvsock: 1 flow has 20.000 s to end"));
      assertThrows(IOException.class, () -> connectUntilRefused(address));
      send(client, "still going");
      client.shutdownOutput();
      assertEquals("still going", readAll(target));
      target.shutdownOutput();
      assertEquals("", readAll(client));
      assertEquals(143, tool.end().code());
    }
  }

  /** The grace of the option, not that of a server that is closed. */
  @Test
  void aLongGraceIsGrantedInFull() throws Exception {
    try (Listener listener = Hvsock.listen(target());
        Tool tool = forward("--grace", "30s");
        Flow client = connect(tool);
        Flow target = listener.accept()) {
      tool.signal("TERM");
      tool.await(line -> line.equals("hvsock: 1 flow has 30.000 s to end"));
      Thread.sleep(6500);
      send(client, "still going");
      client.shutdownOutput();
      assertEquals("still going", readAll(target));
    }
  }

  @Test
  void aTargetThatIsSlowGetsAllThatItsClientSentThoughItsAnswerReachesNobody() throws Exception {
    byte[] bytes = new byte[1 << 20];
    try (Listener listener = Hvsock.listen(Address.parse("tcp://127.0.0.1:0"));
        Tool tool = Tool.start("forward", target() + "-from", listener.localAddress().toString());
        Flow client = connect(tool);
        Flow target = listener.accept()) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.write(ByteBuffer.wrap(bytes));
                      client.shutdownOutput();
                      client.abort();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      long read = target.inputStream().skip(1000);
      writer.join();
      send(target, "an answer");
      tool.await(line -> line.contains(bytes.length + " bytes there"));
      assertEquals(bytes.length, read + target.inputStream().readAllBytes().length);
    }
  }

  private static void connectUntilRefused(Address address) throws Exception {
    for (int i = 0; i < 100; i++) {
      Hvsock.connect(address).abort();
      Thread.sleep(20);
    }
  }

  @Test
  void flowsThatTakeLongerThanTheGraceAreAborted() throws Exception {
    try (Listener listener = Hvsock.listen(target());
        Tool tool = forward("--grace", "300ms");
        Flow client = connect(tool);
        Flow target = listener.accept()) {
      send(client, "x");
      target.read(ByteBuffer.allocate(1));
      tool.signal("INT");
      assertThrows(IOException.class, () -> readAll(client));
      assertEquals(130, tool.end().code());
    }
  }
}
