package dev.hvsock.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Carries from any channel, in a buffer of its own that begins small and grows while it is filled.
 */
public final class ChannelCarrier implements Carrier {
  private final ReadableByteChannel source;
  private final Delivery delivery;
  private ByteBuffer buffer;

  /** Makes one. */
  public ChannelCarrier(ReadableByteChannel source, WritableByteChannel sink) {
    this.source = source;
    this.delivery = new Delivery(sink);
    this.buffer = allocate(NativeBuffers.SMALL_BYTES);
  }

  /** A file is read into native memory, by way of some other native memory if it is not that. */
  private ByteBuffer allocate(int bytes) {
    return source instanceof FileChannel
        ? ByteBuffer.allocateDirect(bytes)
        : ByteBuffer.allocate(bytes);
  }

  @Override
  public int load() throws IOException {
    return source.read(buffer.clear());
  }

  @Override
  public void unload() throws IOException {
    delivery.deliver(buffer.flip());
    if (buffer.limit() == buffer.capacity() && buffer.capacity() < NativeBuffers.LARGE_BYTES) {
      buffer = allocate(buffer.capacity() * 4);
    }
  }

  @Override
  public long delivered() {
    return delivery.bytes();
  }

  @Override
  public void close() {}
}
