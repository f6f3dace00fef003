package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Listener;
import dev.hvsock.MemoryAddress;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Two hosts, the link between them, and all that has gone over it since {@link #watch}. */
final class VirtualScene implements AutoCloseable {
  final VirtualNetwork network;
  final VirtualHost host;
  final VirtualHost guest;
  final VirtualLink link;
  private final List<Segment> segments = new CopyOnWriteArrayList<>();

  VirtualScene(VirtualTime time, long seed) {
    network = VirtualNetwork.open(time, seed);
    host = network.host("host");
    guest = network.host("guest");
    link = network.link(host, guest);
  }

  VirtualScene watch() {
    network.monitor(segments::add);
    return this;
  }

  List<Segment> segments() {
    return List.copyOf(segments);
  }

  /** What has gone over the link, a line for each: when, whence, what, and how many bytes. */
  List<String> trace() {
    return segments.stream().map(VirtualScene::line).toList();
  }

  /** As {@link #trace}, but for these only. */
  List<String> trace(Segment.Kind kind) {
    return segments.stream().filter(s -> s.kind() == kind).map(VirtualScene::line).toList();
  }

  private static String line(Segment segment) {
    return "%s %s %s%s"
        .formatted(
            segment.time().toString().substring(2).toLowerCase(Locale.ROOT),
            segment.from().host(),
            segment.kind(),
            segment.payload().hasRemaining() ? " " + segment.payload().remaining() : "");
  }

  /** A flow from the host, first, to the guest. */
  FlowPair connect() throws IOException {
    return connect(options -> {});
  }

  FlowPair connect(Consumer<ConnectOptions> options) throws IOException {
    try (Listener listener = guest.listen(MemoryAddress.ANY_PORT)) {
      Flow flow = host.connect(listener.localAddress(), options);
      return new FlowPair(flow, listener.accept());
    }
  }

  void advance(long millis) {
    network.advance(Duration.ofMillis(millis));
  }

  /** Nothing is there to be read. */
  static void assertSilent(Flow flow) {
    flow.readTimeout(Duration.ofMillis(5));
    assertThrows(SocketTimeoutException.class, () -> flow.read(ByteBuffer.allocate(1)));
    flow.readTimeout(Flow.FOREVER);
  }

  static void assertReset(Flow flow) {
    assertThrows(FlowResetException.class, () -> flow.read(ByteBuffer.allocate(1)));
  }

  @Override
  public void close() {
    network.close();
  }
}
