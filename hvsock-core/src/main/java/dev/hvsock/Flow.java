package dev.hvsock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * One reliable, ordered, bidirectional byte stream whose two directions end independently.
 *
 * <p><b>Ends.</b> {@link #shutdownOutput} ends this end's output: the peer reads everything in
 * flight and then end-of-stream, while reading here goes on. {@link #close} ends the flow
 * gracefully, {@link #abort} at once. Whoever obtains a flow owns it and closes it.
 *
 * <p><b>Threads.</b> One thread may read while another writes; neither waits for the other. More
 * threads in one direction take turns, a whole {@code read} or {@code write} at a time. Every other
 * method may be called from any thread. A method that blocks parks a virtual thread without pinning
 * its carrier.
 *
 * <p><b>Waiting.</b> A read or write that waits longer than {@link #readTimeout(Duration)} or
 * {@link #writeTimeout(Duration)} allows fails with {@link java.net.SocketTimeoutException}; a
 * blocked thread that is interrupted fails with {@link java.io.InterruptedIOException} and keeps
 * its interrupt status. Either leaves the flow usable and moves no bytes silently: a write says in
 * {@code bytesTransferred} how many bytes it got rid of, and the buffer's position says the same.
 *
 * <p><b>Failures.</b>
 *
 * <ul>
 *   <li>{@link FlowClosedException}: this flow is closed, its output is shut down, or the peer will
 *       read no more
 *   <li>{@link java.nio.channels.AsynchronousCloseException}: another thread closed the flow during
 *       the operation
 *   <li>{@link FlowResetException}: the peer is gone without having ended its direction
 *   <li>any other {@link IOException}: as its message says, which names operation, address, reason
 *       and remedy
 * </ul>
 *
 * <p>Buffers belong to the caller again when a method returns or throws. Heap buffers and direct
 * ones are equally welcome.
 */
public interface Flow extends ByteChannel, GatheringByteChannel, ScatteringByteChannel {

  /** A time limit that never passes. */
  Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  /**
   * Reads at least one byte into {@code dst}, as soon as there is any, without waiting to fill it.
   *
   * @return how many bytes were read; 0 only if {@code dst} has no room; -1 at end-of-stream, now
   *     and for ever
   */
  @Override
  int read(ByteBuffer dst) throws IOException;

  /**
   * Reads into a fresh heap buffer of a size that suits the transport.
   *
   * @return at least one byte, ready to be taken out, or empty at end-of-stream
   */
  default Optional<ByteBuffer> read() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    return read(buffer) < 0 ? Optional.empty() : Optional.of(buffer.flip());
  }

  /**
   * Fills the buffers in order, as one {@link #read(ByteBuffer)} per buffer that waits for the
   * first byte only.
   */
  @Override
  long read(ByteBuffer[] dsts, int offset, int length) throws IOException;

  @Override
  default long read(ByteBuffer[] dsts) throws IOException {
    return read(dsts, 0, dsts.length);
  }

  /**
   * Writes all of {@code src}: returns when the transport has accepted every byte. Writing an empty
   * buffer moves nothing and fails if writing one byte would fail at once, where the transport can
   * tell.
   *
   * @return how many bytes {@code src} held
   */
  @Override
  int write(ByteBuffer src) throws IOException;

  /** Writes all the buffers in order, with no other writer's bytes between them. */
  @Override
  long write(ByteBuffer[] srcs, int offset, int length) throws IOException;

  @Override
  default long write(ByteBuffer[] srcs) throws IOException {
    return write(srcs, 0, srcs.length);
  }

  /**
   * Writes what {@code source} holds from {@code position} on, {@code count} bytes or as many as
   * there are, as {@link #write(ByteBuffer)} would, in pieces that are each a write of its own.
   * Leaves the file's own position alone.
   *
   * @param position in bytes, not negative
   * @param count in bytes, not negative
   * @return how many bytes were written, fewer than {@code count} only if the file ends before
   * @throws IOException if the file or the flow fails; how much was written is not known then
   */
  default long transferFrom(FileChannel source, long position, long count) throws IOException {
    return FileTransfer.send(source, position, count, this);
  }

  /**
   * Reads {@code count} bytes, or until end-of-stream, into {@code sink} from {@code position} on.
   * Leaves the file's own position alone.
   *
   * @param position in bytes, not negative
   * @param count in bytes, not negative
   * @return how many bytes were read, fewer than {@code count} only if end-of-stream came before
   * @throws IOException if the flow or the file fails; how much was read is not known then
   */
  default long transferTo(FileChannel sink, long position, long count) throws IOException {
    return FileTransfer.receive(this, sink, position, count);
  }

  /**
   * Ends reading: later reads, and one that is blocked now, give end-of-stream. Bytes that have
   * arrived and were not read are lost. The peer's later writes fail where the transport can say
   * so. Idempotent; does nothing on a closed flow.
   */
  void shutdownInput() throws IOException;

  /**
   * Ends writing: the peer reads what is in flight and then end-of-stream; reading here goes on. A
   * write that is blocked now fails as closed. Idempotent; does nothing on a closed flow.
   */
  void shutdownOutput() throws IOException;

  /**
   * Ends the flow: shuts the output down, waits until the peer has ended its direction too, at most
   * the close timeout, and frees what the flow holds. What arrives meanwhile is discarded. Wakes
   * every thread that is blocked in the flow. Idempotent; an interrupt ends the waiting, not the
   * closing.
   */
  @Override
  void close() throws IOException;

  /**
   * Ends both directions now and frees what the flow holds. The peer sees a reset instead of an
   * end-of-stream where the transport can say so (tcp, memory; on unix if it left bytes unread; not
   * on vsock). Idempotent; also cuts a {@link #close} short that is waiting in another thread.
   */
  void abort();

  /** Where this end lives; known from the start, and still after closing. */
  Address localAddress();

  /** Where the other end lives; known from the start, and still after closing. */
  Address remoteAddress();

  /**
   * How much the system buffers for this flow; empty where none does, as in {@link Flows#pair}.
   * Waits for a write that is under way.
   *
   * @throws FlowClosedException if this flow is closed
   */
  default Optional<BufferSizes> bufferSizes() throws IOException {
    return Optional.empty();
  }

  /** How long one read may wait. */
  Duration readTimeout();

  /**
   * Limits how long one read may wait. A read that is blocked now counts from this call on.
   *
   * @param timeout {@link #FOREVER} for no limit; zero or less makes every read fail at once with
   *     nothing read
   */
  void readTimeout(Duration timeout);

  /** How long one write may take until the transport has accepted all of it. */
  Duration writeTimeout();

  /**
   * Limits how long one write may take. A write that is blocked now counts from this call on.
   *
   * @param timeout {@link #FOREVER} for no limit; zero or less makes every write fail at once with
   *     nothing written
   */
  void writeTimeout(Duration timeout);

  /**
   * A view of the reading direction; closing it shuts the input down and leaves the output alone.
   */
  default InputStream inputStream() {
    return new FlowInputStream(this);
  }

  /**
   * A view of the writing direction, unbuffered; closing it shuts the output down and leaves the
   * input alone.
   */
  default OutputStream outputStream() {
    return new FlowOutputStream(this);
  }
}
