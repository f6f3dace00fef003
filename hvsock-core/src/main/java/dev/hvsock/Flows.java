package dev.hvsock;

import dev.hvsock.memory.MemoryFlow;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What makes flows out of other things, and joins flows. */
public final class Flows {
  /** How many bytes a {@link #pair} holds each way before a writer waits. */
  private static final int PAIR_BYTES = 64 * 1024;

  private static final AtomicLong PAIRS = new AtomicLong();

  private Flows() {}

  /** Gives a flow what is read from it. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Gives the next piece, waiting for it if need be; an empty piece is skipped.
     *
     * @return the piece, which is the flow's from then on; or empty at end-of-stream, after which
     *     it is not called again
     */
    Optional<ByteBuffer> read() throws IOException;
  }

  /** Takes what is written to a flow. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Takes all bytes of {@code src}, waiting if need be. Bytes that it leaves tell that it is full
     * for ever: the write fails as closed then.
     */
    void write(ByteBuffer src) throws IOException;
  }

  /** The two ends of a stream inside this process, which holds up to 64 KiB each way. */
  public static FlowPair pair() {
    String host = "pair-" + PAIRS.incrementAndGet();
    List<Flow> ends =
        MemoryFlow.pair(new MemoryAddress(host, 0), new MemoryAddress(host, 1), PAIR_BYTES);
    return new FlowPair(ends.get(0), ends.get(1));
  }

  /** A flow that reads from one function and writes to another. One read never spans two pieces. */
  public static Flow of(Reader reader, Writer writer) {
    return new FunctionFlow(new PieceSource(reader), sink(writer));
  }

  /** A flow that reads from a function; its output is shut down. */
  public static Flow of(Reader reader) throws IOException {
    Flow flow = of(reader, src -> {});
    flow.shutdownOutput();
    return flow;
  }

  /** A flow that writes to a function; its input is at end-of-stream. */
  public static Flow of(Writer writer) {
    return of(Optional::empty, writer);
  }

  /**
   * A flow over two streams. Ending a direction closes its stream; the output is flushed after each
   * write. It waits as the streams do: it has no time limits.
   */
  public static Flow of(InputStream in, OutputStream out) {
    return new FunctionFlow(new StreamSource(in), new StreamSink(out));
  }

  /**
   * A flow over a channel in blocking mode. Ending the output tells the peer if the channel is a
   * {@link SocketChannel}; another kind cannot say so before both directions have ended, which
   * closes it.
   */
  public static Flow of(ByteChannel channel) {
    ChannelEnds ends = new ChannelEnds(channel);
    return new FunctionFlow(ends.source(), ends.sink());
  }

  /**
   * Copies from {@code source} to {@code sink} until end-of-stream. Blocks the calling thread;
   * shuts nothing down.
   *
   * @return what was copied
   * @throws IOException if either end fails; how much had been copied is not known then
   */
  public static CopyStatistics copy(ReadableByteChannel source, WritableByteChannel sink)
      throws IOException {
    Copy copy = new Copy(source, sink);
    copy.run();
    return copy.statistics();
  }

  /**
   * Joins two flows: copies in both directions at once until both have ended. When one direction
   * ends, by end-of-stream or by failure, its source's input and its sink's output are shut down,
   * and the other direction goes on. A flow that is cut off, reset by its peer or closed by another
   * thread, ends both directions, and both flows are aborted, so that no peer takes what it has for
   * the whole. Blocks the calling thread; closes neither flow otherwise.
   *
   * @return what was copied and what failed; failures of the flows are not thrown
   * @throws InterruptedIOException if the calling thread is interrupted, which aborts both flows
   */
  public static ProxyStatistics proxy(Flow first, Flow second) throws InterruptedIOException {
    return new Proxy(first, second).run();
  }

  private static FunctionFlow.Sink sink(Writer writer) {
    return new FunctionFlow.Sink() {
      @Override
      public void write(ByteBuffer src) throws IOException {
        writer.write(src);
      }

      @Override
      public void close() {}
    };
  }

  /** Hands out one piece after the other. */
  private static final class PieceSource implements FunctionFlow.Source {
    private final Reader reader;
    private ByteBuffer piece = ByteBuffer.allocate(0);

    PieceSource(Reader reader) {
      this.reader = reader;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
      while (!piece.hasRemaining()) {
        Optional<ByteBuffer> next = reader.read();
        if (next.isEmpty()) {
          return -1;
        }
        piece = next.get();
      }
      int n = Math.min(piece.remaining(), dst.remaining());
      dst.put(dst.position(), piece, piece.position(), n).position(dst.position() + n);
      piece.position(piece.position() + n);
      return n;
    }

    @Override
    public void close() {}
  }

  private record StreamSource(InputStream in) implements FunctionFlow.Source {
    @Override
    public int read(ByteBuffer dst) throws IOException {
      if (dst.hasArray()) {
        int n = in.read(dst.array(), dst.arrayOffset() + dst.position(), dst.remaining());
        dst.position(dst.position() + Math.max(n, 0));
        return n;
      }
      byte[] bytes = new byte[Math.min(dst.remaining(), 64 * 1024)];
      int n = in.read(bytes);
      dst.put(bytes, 0, Math.max(n, 0));
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private record StreamSink(OutputStream out) implements FunctionFlow.Sink {
    @Override
    public void write(ByteBuffer src) throws IOException {
      if (src.hasArray()) {
        out.write(src.array(), src.arrayOffset() + src.position(), src.remaining());
        src.position(src.limit());
      } else {
        byte[] bytes = new byte[src.remaining()];
        src.get(bytes);
        out.write(bytes);
      }
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** The two directions of one channel, which is closed when both have ended. */
  private static final class ChannelEnds {
    private final ByteChannel channel;
    private final AtomicLong ended = new AtomicLong();

    ChannelEnds(ByteChannel channel) {
      this.channel = channel;
    }

    FunctionFlow.Source source() {
      return new FunctionFlow.Source() {
        @Override
        public int read(ByteBuffer dst) throws IOException {
          return channel.read(dst);
        }

        @Override
        public void close() throws IOException {
          if (channel instanceof SocketChannel socket && socket.isOpen()) {
            socket.shutdownInput();
          }
          end();
        }
      };
    }

    FunctionFlow.Sink sink() {
      return new FunctionFlow.Sink() {
        @Override
        public void write(ByteBuffer src) throws IOException {
          while (src.hasRemaining()) {
            channel.write(src);
          }
        }

        @Override
        public void close() throws IOException {
          if (channel instanceof SocketChannel socket && socket.isOpen()) {
            socket.shutdownOutput();
          }
          end();
        }
      };
    }

    private void end() throws IOException {
      if (ended.incrementAndGet() == 2) {
        channel.close();
      }
    }
  }
}
