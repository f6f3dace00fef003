package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The forwarder writes down what goes through it, and tshark reads that. */
@Timeout(60)
final class ForwardCaptureTest {
  private static final String FROM = "tcp://127.0.0.1:0";
  private static final String FIELDS =
      "-T fields -e vsock.src_port -e vsock.dst_port -e vsock.virtio.op -e vsock.virtio.flags -e vsock.payload";

  @TempDir Path folder;

  private final byte[] content = new byte[300_000];

  @BeforeEach
  void needsTshark() {
    Installed.assume("tshark", "tshark");
    new Random(5000).nextBytes(content);
  }

  private Server echo() throws IOException {
    return Hvsock.serve(UnixAddress.of(folder.resolve("target")), flow -> Flows.copy(flow, flow));
  }

  private Path file() {
    return folder.resolve("talk.pcap");
  }

  private String[] forward(Server target, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "forward";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[options.length + 1] = FROM;
    arguments[options.length + 2] = target.localAddress().toString();
    return arguments;
  }

  private void exchange(Address address) throws Exception {
    try (Flow flow = Hvsock.connect(address)) {
      Thread writer = Thread.ofVirtual().start(() -> send(flow));
      assertArrayEquals(content, flow.inputStream().readAllBytes());
      writer.join();
    }
  }

  private void send(Flow flow) {
    try {
      flow.write(ByteBuffer.wrap(content));
      flow.shutdownOutput();
    } catch (IOException e) {
      flow.abort();
    }
  }

  /** What tshark says of a packet. */
  private record Row(String from, String to, String operation, String flags, String payload) {
    static final String REQUEST = "1";
    static final String SHUTDOWN = "4";
    static final String SEND = "0x00000002";

    static Row of(String line) {
      String[] fields = line.split("\t", -1);
      return new Row(fields[0], fields[1], fields[2], fields[3], fields[4]);
    }
  }

  private static List<Row> rows(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("tshark"));
    command.addAll(List.of(options));
    command.addAll(List.of(FIELDS.split(" ")));
    try (Tool tshark = Tool.program(command)) {
      Tool.End end = tshark.end();
      assertEquals(0, end.code(), end.talk());
      return end.output().lines().map(Row::of).toList();
    }
  }

  private static byte[] payload(List<Row> rows, String from, String to) {
    return HexFormat.of()
        .parseHex(
            rows.stream()
                .filter(row -> row.from.equals(from) && row.to.equals(to))
                .map(Row::payload)
                .collect(Collectors.joining()));
  }

  private static String port(Address address) {
    return address.toString().replaceAll(".*:", "");
  }

  @Test
  void aSignalLeavesAllThatWasForwarded() throws Exception {
    try (Server target = echo();
        Tool tool = Tool.start(forward(target, "-v", "--capture", file().toString()))) {
      String port = port(tool.listening());
      exchange(tool.listening());
      exchange(tool.listening());
      tool.await(line -> line.contains("captured as 4127000000001:" + port + " > 4127000000001:"));
      tool.signal("INT");
      Tool.End end = tool.end();
      assertEquals(130, end.code());
      List<Row> rows = rows("-r", file().toString());
      String last = "hvsock: capture " + file() + ": " + rows.size() + " packets";
      assertTrue(end.talk().endsWith(last), end.talk());
      List<String> clients =
          rows.stream().filter(row -> row.operation.equals(Row.REQUEST)).map(Row::from).toList();
      assertEquals(2, clients.size());
      for (String client : clients) {
        assertArrayEquals(content, payload(rows, client, port));
        assertArrayEquals(content, payload(rows, port, client));
      }
      assertEquals(
          4,
          rows.stream()
              .filter(row -> row.operation.equals(Row.SHUTDOWN) && row.flags.equals(Row.SEND))
              .count());
    }
  }

  @Test
  void aToolThatIsKilledLeavesWhatItHadForwarded() throws Exception {
    try (Server target = echo();
        Tool tool = Tool.start(forward(target, "--capture", file().toString()));
        Flow flow = Hvsock.connect(tool.listening())) {
      Thread writer = Thread.ofVirtual().start(() -> send(flow));
      // When the end is here, all that came before it has been recorded.
      assertArrayEquals(content, flow.inputStream().readAllBytes());
      writer.join();
      tool.signal("KILL");
      tool.end();
      List<Row> rows = rows("-r", file().toString());
      String client = port(flow.localAddress());
      assertArrayEquals(content, payload(rows, client, port(flow.remoteAddress())));
      assertArrayEquals(content, payload(rows, port(flow.remoteAddress()), client));
    }
  }

  /** Here the disk is one on which no file may have more than 64 KiB. */
  @Test
  void aFullDiskEndsTheCaptureAndNotTheForwarding() throws Exception {
    try (Server target = echo();
        Tool tool =
            Tool.shell(
                "ulimit -f 64; exec $hvsock "
                    + String.join(" ", forward(target, "--capture", file().toString())))) {
      exchange(tool.listening());
      exchange(tool.listening());
      tool.signal("INT");
      Tool.End end = tool.end();
      List<String> said =
          end.talk().lines().filter(line -> line.contains("the flows go on")).toList();
      List<Row> rows = rows("-r", file().toString());
      assertEquals(
          List.of(
              "hvsock: capture %s: File too large; it ends after %d packets, the flows go on"
                  .formatted(file(), rows.size())),
          said);
      assertTrue(rows.size() > 2);
      assertTrue(end.talk().contains(" packets, which are not all"), end.talk());
    }
  }

  /** Through a pipe, packet by packet, while the tool runs. */
  @Test
  void tsharkMayFollowIt() throws Exception {
    try (Server target = echo();
        Tool tool =
            Tool.shell(
                "$hvsock %s | tshark -l -r - %s"
                    .formatted(String.join(" ", forward(target, "--capture", "-")), FIELDS));
        Flow flow = Hvsock.connect(tool.listening())) {
      flow.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
      assertEquals("hello", new String(flow.inputStream().readNBytes(5), UTF_8));
      String asked = "%s\t%s\t5\t0x00000000\t68656c6c6f\n";
      String client = port(flow.localAddress());
      String server = port(flow.remoteAddress());
      String both = asked.formatted(client, server) + asked.formatted(server, client);
      String begin = "%s\t%s\t1\t0x00000000\t\n".formatted(client, server);
      String response = "%s\t%s\t2\t0x00000000\t\n".formatted(server, client);
      String expected = begin + response + both;
      assertEquals(expected, new String(tool.output().await(expected.length()), UTF_8));
    }
  }

  @Test
  void whatIsNoCaptureIsNotReplaced() throws Exception {
    Files.writeString(file(), "a letter");
    Tool.End end = Tool.run(new byte[0], "forward", "--capture", file().toString(), FROM, FROM);
    assertEquals(1, end.code());
    assertEquals(
        "hvsock: capture " + file() + ": the file is there and is no capture; try: another name",
        end.talk());
    assertEquals("a letter", Files.readString(file()));
  }
}
