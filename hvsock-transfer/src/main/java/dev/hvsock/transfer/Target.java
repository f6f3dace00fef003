package dev.hvsock.transfer;

import dev.hvsock.transfer.files.Arrival;
import dev.hvsock.transfer.wire.Companion;
import dev.hvsock.transfer.wire.Digest;
import dev.hvsock.transfer.wire.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of a body go. */
interface Target extends Closeable {
  /** Takes the next bytes. */
  void write(ByteBuffer src) throws IOException;

  /** So many of the next bytes are zero. */
  void hole(long bytes) throws IOException;

  /** All bytes are there and verified: the file gets its name, now or soon. */
  void take(Digest digest) throws IOException;

  /** The bytes are wrong, or not wanted. */
  void discard() throws IOException;

  /**
   * A file that is written as it arrives. What is neither taken nor discarded can be gone on with.
   */
  record Streamed(Arrival arrival, int index, Tally tally, Wire wire) implements Target {
    @Override
    public void write(ByteBuffer src) throws IOException {
      arrival.write(src);
    }

    @Override
    public void hole(long bytes) throws IOException {
      arrival.hole(bytes);
    }

    @Override
    public void take(Digest digest) throws IOException {
      try (Companion _ = wire.stillAtIt()) { // to force it to its device may take long
        arrival.take();
      }
      tally.whole(index, digest);
    }

    @Override
    public void discard() throws IOException {
      arrival.discard();
    }

    @Override
    public void close() throws IOException {
      arrival.close();
    }
  }

  /** A file that is written when all of it has arrived. */
  record Gathered(int index, ByteBuffer bytes, SmallFiles files) implements Target {
    @Override
    public void write(ByteBuffer src) {
      bytes.put(src);
    }

    @Override
    public void hole(long count) {
      bytes.position(bytes.position() + (int) count);
    }

    @Override
    public void take(Digest digest) throws IOException {
      files.write(index, bytes.flip(), digest);
    }

    @Override
    public void discard() {}

    @Override
    public void close() {}
  }

  /** A file that cannot be written, which the peer sends all the same. */
  record Nowhere() implements Target {
    @Override
    public void write(ByteBuffer src) {}

    @Override
    public void hole(long bytes) {}

    @Override
    public void take(Digest digest) {}

    @Override
    public void discard() {}

    @Override
    public void close() {}
  }
}
