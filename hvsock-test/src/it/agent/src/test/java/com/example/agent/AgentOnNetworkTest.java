package com.example.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import dev.hvsock.Server;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.NetworkCapture;
import dev.hvsock.testing.Segment;
import dev.hvsock.testing.VirtualHost;
import dev.hvsock.testing.VirtualNetwork;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent on a network without a kernel, with the bad luck that a link can have. */
@CheckLeaks
class AgentOnNetworkTest {
  private static final byte[] CONTENT = Client.content(1, 100_000);

  private VirtualNetwork network;
  private VirtualHost host;
  private VirtualHost guest;
  private Server agent;

  @BeforeEach
  void start() throws IOException {
    network = VirtualNetwork.open();
    host = network.host("host");
    guest = network.host(42);
    agent = guest.call(() -> Agent.start(guest.address(5000)));
  }

  @AfterEach
  void stop() throws IOException {
    agent.close();
    network.close();
  }

  @Test
  void digestsWhatComesUntilTheHalfClose() throws Exception {
    try (Flow flow = host.connect(guest.address(5000))) {
      assertEquals(Client.digest(CONTENT), Client.ask(flow, "digest", CONTENT));
    }
  }

  @Test
  void saysWhatItCanDo() throws Exception {
    try (Flow flow = host.connect(guest.address(5000))) {
      assertEquals(
          "unknown command 'dance'; try: about, or digest\n",
          Client.ask(flow, "dance", new byte[0]));
    }
  }

  @Test
  void minutesOfASlowLinkTakeNoTime() throws Exception {
    network.link(host, guest).latency(Duration.ofSeconds(2)).jitter(Duration.ofSeconds(1));
    network.link(host, guest).bandwidth(1000);
    Duration before = network.now();
    try (Flow flow = host.connect(guest.address(5000))) {
      assertEquals(Client.digest(CONTENT), Client.ask(flow, "digest", CONTENT));
    }
    assertTrue(network.now().minus(before).toSeconds() >= 100, () -> "" + network.now());
  }

  @Test
  void aRequestThatIsCutOffHasNoReply() throws Exception {
    network.link(host, guest).cutAfter(50_000);
    try (Flow flow = host.connect(guest.address(5000))) {
      assertThrows(FlowResetException.class, () -> Client.ask(flow, "digest", CONTENT));
    }
    try (Flow flow = host.connect(guest.address(5000))) {
      assertEquals(Client.digest(CONTENT), Client.ask(flow, "digest", CONTENT));
    }
  }

  @Test
  void aLineWithoutEndIsCutOff() throws Exception {
    try (Flow flow = host.connect(guest.address(5000))) {
      assertThrows(IOException.class, () -> Client.ask(flow, "x".repeat(101), new byte[0]));
    }
  }

  @Test
  void manyAsk() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> replies =
          IntStream.range(0, 1000).mapToObj(i -> threads.submit(() -> ask(i))).toList();
      for (int i = 0; i < replies.size(); i++) {
        assertEquals(Client.digest(Client.content(i, i)), replies.get(i).get());
      }
    }
  }

  private String ask(int number) throws IOException {
    try (Flow flow = host.connect(guest.address(5000))) {
      return Client.ask(flow, "digest", Client.content(number, number));
    }
  }

  @Test
  void answersWhoHasBegunToAskBeforeItStops() throws Exception {
    try (Flow flow = host.connect(guest.address(5000));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      flow.write(UTF_8.encode("digest\nhel"));
      while (agent.flowCount() == 0) {
        Thread.onSpinWait();
      }
      Future<?> stopping = threads.submit(() -> stopping());
      assertThrows(ConnectException.class, this::connectForEver);
      flow.write(UTF_8.encode("lo"));
      flow.shutdownOutput();
      assertEquals(
          Client.digest("hello".getBytes(UTF_8)),
          new String(flow.inputStream().readAllBytes(), UTF_8));
      stopping.get();
    }
  }

  private Void stopping() throws IOException {
    agent.close();
    return null;
  }

  /** Until it is refused. */
  private void connectForEver() throws IOException {
    while (true) {
      host.connect(guest.address(5000)).abort();
    }
  }

  @Test
  void theReplyIsOneSegmentAndEnds() throws Exception {
    List<Segment> segments = new CopyOnWriteArrayList<>();
    network.monitor(segments::add);
    try (Flow flow = host.connect(guest.address(5000))) {
      Client.ask(flow, "digest", CONTENT);
    }
    List<Segment.Kind> replied =
        segments.stream()
            .filter(segment -> segment.from().host().equals("42"))
            .map(Segment::kind)
            .toList();
    assertEquals(
        List.of(Segment.Kind.ACCEPT, Segment.Kind.DATA, Segment.Kind.SHUTDOWN_OUTPUT),
        replied.subList(0, 3));
  }

  /** For Wireshark, with the network's own time. */
  @Test
  void allOfItIsRecorded(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("agent.pcap");
    try (NetworkCapture capture = NetworkCapture.of(network, file);
        Flow flow = host.connect(guest.address(5000))) {
      Client.ask(flow, "digest", CONTENT);
    }
    assertTrue(Files.size(file) > CONTENT.length, () -> file + " is too short");
  }
}
