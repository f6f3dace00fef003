package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowHandler;
import dev.hvsock.FlowResetException;
import dev.hvsock.Flows;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.HybridAddress;
import dev.hvsock.Listener;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-in for a monitor, and what host programs see of half-closes through it. */
@ExtendWith(Watchdog.class)
@Tag("concurrent")
class HybridMonitorTest {
  private static final Duration SOON = Duration.ofMillis(200);
  private static final FlowHandler ECHO = flow -> Flows.copy(flow, flow);

  @TempDir Path folder;

  private Path path() {
    return folder.resolve("v");
  }

  private HybridMonitor monitor(MonitorKind kind) throws IOException {
    return HybridMonitor.at(path(), kind);
  }

  /** Answers when it has read to the end; what becomes of that shows in {@code answered}. */
  private static FlowHandler answering(CompletableFuture<String> answered) {
    return flow -> {
      try {
        String request = Content.textToEnd(flow);
        Content.write(flow, "reply to " + request);
        answered.complete(request);
      } catch (IOException e) {
        answered.completeExceptionally(e);
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void hostAndGuestReachEachOther(MonitorKind kind) throws Exception {
    byte[] sent = Content.bytes(3 << 20);
    try (HybridMonitor monitor = monitor(kind).guest(1, ECHO);
        Server host = Hvsock.serve(monitor.address(2), ECHO);
        Flow toGuest = Hvsock.connect(monitor.address(1));
        Flow toHost = monitor.connect(2)) {
      assertEquals(monitor.address(2), host.localAddress());
      for (Flow flow : new Flow[] {toGuest, toHost}) {
        Task<?> writer = ThreadKind.VIRTUAL.start(() -> Content.write(flow, sent));
        assertArrayEquals(sent, Content.read(flow, sent.length));
        writer.get();
        flow.abort();
      }
    }
    assertFalse(Files.exists(path()));
  }

  /** As in docs/hybrid.md. */
  @Test
  void theExampleOfTheManual() throws Exception {
    try (HybridMonitor monitor = HybridMonitor.at(folder.resolve("v"), MonitorKind.FIRECRACKER)) {
      monitor.guest(5000, flow -> Flows.copy(flow, flow)); // listens in the guest
      Flow toGuest = Hvsock.connect(monitor.address(5000)); // a program on the host
      Listener onHost = Hvsock.listen(monitor.address(6000));
      Flow fromGuest = monitor.connect(6000); // connects in the guest
      check(toGuest, onHost, fromGuest);
    }
  }

  private static void check(Flow toGuest, Listener onHost, Flow fromGuest) throws IOException {
    Content.write(toGuest, "echo");
    assertEquals("echo", Content.readText(toGuest, 4));
    Flow accepted = onHost.accept();
    Content.write(fromGuest, "call");
    assertEquals("call", Content.readText(accepted, 4));
    onHost.close();
    for (Flow flow : new Flow[] {toGuest, fromGuest, accepted}) {
      flow.abort();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGuestMayBeAListenerElsewhere(MonitorKind kind) throws Exception {
    Address target = UnixAddress.of(folder.resolve("target"));
    try (HybridMonitor monitor = monitor(kind).guest(5000, target)) {
      assertThrows(ConnectException.class, () -> Hvsock.connect(monitor.address(5000)));
      try (Server guest = Hvsock.serve(target, ECHO);
          Flow flow = Hvsock.connect(monitor.address(5000))) {
        Content.write(flow, "there and back");
        assertEquals("there and back", Content.readText(flow, 14));
        assertEquals(1, guest.flowCount());
        flow.abort();
      }
    }
  }

  @Test
  void nobodyListensAtAPortThatHasNoGuestOrNoneAnyMore() throws Exception {
    try (HybridMonitor monitor = monitor(MonitorKind.CLOUD_HYPERVISOR)) {
      HybridAddress address = monitor.address(1);
      assertThrows(ConnectException.class, () -> Hvsock.connect(address));
      monitor.guest(1, ECHO);
      Hvsock.connect(address).abort();
      monitor.remove(1);
      assertThrows(ConnectException.class, () -> Hvsock.connect(address));
      assertThrows(ConnectException.class, () -> monitor.connect(1));
    }
  }

  @Test
  void retryingWaitsForTheGuestAndItsMonitor() throws Exception {
    HybridAddress address = new HybridAddress(path().toString(), 1);
    Task<Flow> connecting =
        ThreadKind.VIRTUAL.start(
            () -> Hvsock.connect(address, connect -> connect.retryFor(Duration.ofSeconds(50))));
    connecting.awaitBlocked();
    try (HybridMonitor monitor = monitor(MonitorKind.FIRECRACKER)) {
      Thread.sleep(SOON);
      monitor.guest(1, ECHO);
      connecting.get().abort();
    }
  }

  @Test
  void thePortOfTheHostIsToldByThoseWhoTellIt() throws Exception {
    for (MonitorKind kind : MonitorKind.values()) {
      try (HybridMonitor monitor = monitor(kind).guest(5000, ECHO);
          Flow flow = Hvsock.connect(monitor.address(5000))) {
        assertEquals(monitor.address(5000), flow.remoteAddress());
        long port = ((HybridAddress) flow.localAddress()).port();
        assertEquals(
            kind == MonitorKind.VHOST_DEVICE_VSOCK ? HybridAddress.ANY_PORT : 1 << 30, port);
        flow.abort();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT 5000\n", "connect 5000\n", "cOnNeCt  5000 \r\n"})
  void aPortIsAskedForInAnyCase(String line) throws Exception {
    try (HybridMonitor monitor = monitor(MonitorKind.CLOUD_HYPERVISOR).guest(5000, ECHO);
        Flow host = Hvsock.connect(monitor.address(5000).monitor())) {
      Content.write(host, line + "and more");
      assertEquals("OK 1073741824\nand more", Content.readText(host, 22));
      host.abort();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT 5001\n",
        "CONNECT\n",
        "CONNECT x\n",
        "CONNECT 4294967296\n",
        "CONNECT 5000 5000\n",
        "GET / HTTP/1.1\r\n",
        "CONNECT 00000000000000000000000000000000000005000\n",
      })
  void whoAsksForSomethingElseIsHungUpOn(String line) throws Exception {
    try (HybridMonitor monitor = monitor(MonitorKind.CLOUD_HYPERVISOR).guest(5000, ECHO);
        Flow host = Hvsock.connect(monitor.address(5000).monitor())) {
      Content.write(host, line);
      assertEquals("", toEndOrReset(host));
    }
  }

  private static String toEndOrReset(Flow flow) throws IOException {
    try {
      return Content.textToEnd(flow);
    } catch (FlowResetException e) {
      return "";
    }
  }

  @Test
  void whoAsksTooSlowlyIsHungUpOn() throws Exception {
    Stopwatch time = new Stopwatch(); // before the monitor's own
    try (HybridMonitor monitor =
            HybridMonitor.at(path(), MonitorKind.CLOUD_HYPERVISOR, SOON, SOON).guest(1, ECHO);
        Flow host = Hvsock.connect(monitor.address(1).monitor())) {
      Task<String> reader = ThreadKind.VIRTUAL.start(() -> toEndOrReset(host));
      Content.write(host, "CON");
      Thread.sleep(SOON.dividedBy(2));
      Content.write(host, "NECT");
      assertEquals("", reader.get());
      time.assertAbout(SOON);
    }
  }

  @Test
  void aHalfCloseOfTheHostsIsPassedOnByThoseWhoDo() throws Exception {
    CompletableFuture<String> answered = new CompletableFuture<>();
    try (HybridMonitor monitor =
            monitor(MonitorKind.CLOUD_HYPERVISOR).guest(1, answering(answered));
        Flow flow = Hvsock.connect(monitor.address(1))) {
      Content.write(flow, "request");
      flow.shutdownOutput();
      assertEquals("reply to request", Content.textToEnd(flow));
      assertEquals("request", answered.get());
    }
  }

  /** The guest is told that its answer is of no use; the host only reads an end. */
  @ParameterizedTest
  @EnumSource(names = "CLOUD_HYPERVISOR", mode = EnumSource.Mode.EXCLUDE)
  void aHalfCloseOfTheHostsCutsTheAnswerOffOtherwise(MonitorKind kind) throws Exception {
    CompletableFuture<String> answered = new CompletableFuture<>();
    try (HybridMonitor monitor = monitor(kind).guest(1, answering(answered));
        Flow flow = Hvsock.connect(monitor.address(1))) {
      Content.write(flow, "request");
      flow.shutdownOutput();
      assertEquals("", Content.textToEnd(flow));
      Throwable failure = assertThrows(ExecutionException.class, answered::get).getCause();
      Ends.assertPeerGone(assertInstanceOf(IOException.class, failure));
    }
  }

  @Test
  void aHalfCloseOfTheGuestsIsPassedOnByThoseWhoDo() throws Exception {
    try (HybridMonitor monitor = monitor(MonitorKind.CLOUD_HYPERVISOR);
        Listener listener = Hvsock.listen(monitor.address(1));
        Flow guest = monitor.connect(1);
        Flow host = listener.accept()) {
      Content.write(guest, "request");
      guest.shutdownOutput();
      assertEquals("request", Content.textToEnd(host));
      Content.write(host, "reply");
      host.shutdownOutput();
      assertEquals("reply", Content.textToEnd(guest));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "CLOUD_HYPERVISOR", mode = EnumSource.Mode.EXCLUDE)
  void aHalfCloseOfTheGuestsShowsWhenItHasClosedOtherwise(MonitorKind kind) throws Exception {
    try (HybridMonitor monitor = monitor(kind);
        Listener listener = Hvsock.listen(monitor.address(1), listen -> listen.readTimeout(SOON));
        Flow guest = monitor.connect(1);
        Flow host = listener.accept()) {
      Content.write(guest, "request");
      guest.shutdownOutput();
      assertEquals("request", Content.readText(host, 7));
      assertThrows(SocketTimeoutException.class, host::read);
      Content.write(host, "reply");
      assertEquals("reply", Content.readText(guest, 5));
      guest.abort();
      host.readTimeout(Flow.FOREVER);
      assertEquals("", Content.textToEnd(host));
    }
  }

  /** Whatever the monitor is: no end passes through it but the last. */
  @ParameterizedTest
  @EnumSource
  void framesCarryHalfClosesThroughAnyMonitor(MonitorKind kind) throws Exception {
    CompletableFuture<String> answered = new CompletableFuture<>();
    Address target = new FramedAddress(UnixAddress.of(folder.resolve("target")));
    try (HybridMonitor monitor = monitor(kind).guest(1, UnixAddress.of(folder.resolve("target")));
        Server guest = Hvsock.serve(target, answering(answered));
        Flow flow = Hvsock.connect(new FramedAddress(monitor.address(1)))) {
      Content.write(flow, "request");
      flow.shutdownOutput();
      assertEquals("reply to request", Content.textToEnd(flow));
      assertEquals("request", answered.get());
      assertTrue(guest.flowCount() <= 1);
    }
  }

  /** Nothing on the wire says so: the end looks like the guest's own. */
  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("try") // it is closed before its time
  void anEndThatComesWithTheMonitorsIsAReset(MonitorKind kind) throws Exception {
    try (HybridMonitor monitor = monitor(kind);
        Listener listener = Hvsock.listen(monitor.address(1));
        Flow guest = monitor.connect(1);
        Flow host = listener.accept();
        Flow client = connect(monitor, false)) {
      Content.write(guest, "half of it");
      assertEquals("half of it", Content.readText(host, 10));
      Task<?> reader = ThreadKind.PLATFORM.start(() -> client.read());
      reader.awaitBlocked();
      monitor.close();
      guest.abort();
      for (Exception e :
          new Exception[] {
            reader.failure(FlowResetException.class),
            assertThrows(FlowResetException.class, client::read),
            assertThrows(FlowResetException.class, host::read)
          }) {
        assertTrue(
            e.toString().contains("the virtual machine's monitor is gone, so this may not be"),
            e::toString);
      }
    }
  }

  /** Between two frames, where an end would be one otherwise. */
  @Test
  @SuppressWarnings("try") // it is closed before its time
  void soItIsForFrames() throws Exception {
    try (HybridMonitor monitor = monitor(MonitorKind.FIRECRACKER);
        Listener listener = Hvsock.listen(new FramedAddress(monitor.address(1)));
        Flow guest = monitor.connect(1);
        Flow host = listener.accept()) {
      guest.write(ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 'x'}));
      assertEquals("x", Content.readText(host, 1));
      Task<?> reader = ThreadKind.PLATFORM.start(() -> host.read()).awaitBlocked();
      monitor.close();
      Exception e = reader.failure(FlowResetException.class);
      assertTrue(
          e.toString().contains("read " + host.remoteAddress() + ": the virtual"), e::toString);
      guest.abort();
    }
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("try") // it is closed before its time
  void exceptWhereItIsKnownToLeave(MonitorKind kind) throws Exception {
    try (HybridMonitor monitor = monitor(kind);
        Flow client = connect(monitor, true)) {
      Content.write(client, "all");
      assertEquals("all", Content.readText(client, 3));
      monitor.close();
      assertEquals("", Content.textToEnd(client));
    }
  }

  private static Flow connect(HybridMonitor monitor, boolean mayLeave) throws IOException {
    monitor.guest(7, ECHO);
    return Hvsock.connect(monitor.address(7), connect -> connect.monitorMayLeave(mayLeave));
  }
}
