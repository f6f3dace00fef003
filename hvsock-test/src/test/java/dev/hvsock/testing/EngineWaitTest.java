package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowPair;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader and a writer that wait in one flow at once, and each reason for which they wake. */
@Timeout(60)
@ParameterizedClass
@MethodSource("cases")
class EngineWaitTest {
  /** More than any transport buffers. */
  private static final long MUCH = 32L << 20;

  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    List<ForwardTransport> transports = new ArrayList<>(ForwardTransport.available());
    transports.remove(ForwardTransport.ABSTRACT); // the same sockets as UNIX
    for (ForwardTransport transport : transports) {
      for (EngineTask.Kind kind : EngineTask.Kind.values()) {
        cases.add(Arguments.of(transport, kind));
      }
    }
    return cases;
  }

  private final ForwardTransport transport;
  private final FlowPair pair;
  private final Flow flow;
  private final Flow peer;
  private final AtomicLong written = new AtomicLong();
  private final EngineTask reader;
  private final EngineTask writer;

  EngineWaitTest(ForwardTransport transport, EngineTask.Kind kind) throws Exception {
    this.transport = transport;
    pair = transport.connect();
    flow = pair.first();
    peer = pair.second();
    reader = kind.start(this::readOneByte);
    writer = kind.start(this::write);
    reader.waiting();
    writer.waiting();
  }

  private void readOneByte() throws IOException {
    try {
      assertEquals(1, flow.read(ByteBuffer.allocate(1)));
    } catch (InterruptedIOException e) {
      assertTrue(Thread.currentThread().isInterrupted() || e instanceof SocketTimeoutException);
      throw e;
    }
  }

  private void write() throws IOException {
    while (written.get() < MUCH) {
      ByteBuffer bytes = ForwardBytes.at(1, written.get(), MUCH - written.get());
      try {
        flow.write(bytes);
      } catch (InterruptedIOException e) {
        assertEquals(bytes.position(), e.bytesTransferred);
        assertTrue(Thread.currentThread().isInterrupted() || e instanceof SocketTimeoutException);
        throw e;
      } finally {
        written.addAndGet(bytes.position());
      }
    }
  }

  @AfterEach
  void abort() {
    pair.close();
  }

  @Test
  void writerGoesOnAlone() throws Exception {
    ForwardBytes.expect(peer, 1, 0, MUCH);
    writer.join();
    reader.waiting();
    peer.write(ByteBuffer.wrap(new byte[1]));
    reader.join();
  }

  @Test
  void readerGoesOnAlone() throws Exception {
    peer.write(ByteBuffer.wrap(new byte[1]));
    reader.join();
    writer.waiting();
    ForwardBytes.expect(peer, 1, 0, MUCH);
    writer.join();
  }

  @Test
  void interruptOfTheReaderLeavesTheWriterAlone() throws Exception {
    reader.interrupt();
    assertInterrupted(reader.failure());
    writer.waiting();
    peer.write(ByteBuffer.wrap(new byte[1]));
    readOneByte();
    ForwardBytes.expect(peer, 1, 0, MUCH);
    writer.join();
  }

  @Test
  void interruptOfTheWriterLosesNoByte() throws Exception {
    writer.interrupt();
    assertInterrupted(writer.failure());
    reader.waiting();
    EngineTask going = EngineTask.virtual(this::write);
    ForwardBytes.expect(peer, 1, 0, MUCH);
    going.join();
    reader.waiting();
  }

  private static void assertInterrupted(Throwable failure) {
    assertEquals(InterruptedIOException.class, failure.getClass());
  }

  @Test
  void timeLimitSetMeanwhileCounts() throws Exception {
    flow.readTimeout(Duration.ofMillis(50));
    assertInstanceOf(SocketTimeoutException.class, reader.failure());
    writer.waiting();
    flow.writeTimeout(Duration.ofMillis(50));
    assertInstanceOf(SocketTimeoutException.class, writer.failure());
    flow.writeTimeout(Flow.FOREVER);
    EngineTask going = EngineTask.virtual(this::write);
    ForwardBytes.expect(peer, 1, 0, MUCH);
    going.join();
  }

  @Test
  void closeWakesBoth() throws Exception {
    EngineTask closing = EngineTask.virtual(flow::close);
    assertInstanceOf(AsynchronousCloseException.class, reader.failure());
    assertInstanceOf(AsynchronousCloseException.class, writer.failure());
    // Gracefully, so what was accepted arrives, and then the end.
    ForwardBytes.expectAll(peer, 1, written.get());
    peer.shutdownOutput();
    closing.join();
    assertThrows(FlowClosedException.class, () -> flow.read(ByteBuffer.allocate(1)));
  }

  @Test
  void abortWakesBoth() throws Exception {
    flow.abort();
    assertInstanceOf(AsynchronousCloseException.class, reader.failure());
    assertInstanceOf(AsynchronousCloseException.class, writer.failure());
    assertFalse(flow.isOpen());
  }

  @Test
  void abortOfThePeerWakesBoth() throws Exception {
    peer.abort();
    assertInstanceOf(IOException.class, writer.failure());
    Throwable failure = reader.failure();
    assertTrue(failure instanceof IOException || failure instanceof AssertionError);
    assertTrue(flow.isOpen());
  }

  @Test
  void endOfThePeerWakesTheReaderOnly() throws Exception {
    peer.shutdownOutput();
    assertInstanceOf(AssertionError.class, reader.failure(), "end-of-stream");
    writer.waiting();
    ForwardBytes.expect(peer, 1, 0, MUCH);
    writer.join();
  }

  @Test
  void peerThatReadsNoMoreWakesTheWriterOnly() throws Exception {
    peer.shutdownInput();
    if (transport.showsInputShutdown()) {
      assertInstanceOf(FlowClosedException.class, writer.failure());
    } else {
      writer.waiting();
    }
    reader.waiting();
    peer.write(ByteBuffer.wrap(new byte[1]));
    reader.join();
  }

  @Test
  void ownShutdownsWakeTheirDirectionOnly() throws Exception {
    flow.shutdownOutput();
    assertInstanceOf(FlowClosedException.class, writer.failure());
    reader.waiting();
    ForwardBytes.expectAll(peer, 1, written.get());
    flow.shutdownInput();
    assertInstanceOf(AssertionError.class, reader.failure(), "end-of-stream");
  }
}
