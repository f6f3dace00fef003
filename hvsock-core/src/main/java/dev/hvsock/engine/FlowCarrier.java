package dev.hvsock.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Carries from a flow, in native buffers that are borrowed when something has arrived and given
 * back before the thread waits for more: a flow that is quiet holds none.
 */
public final class FlowCarrier implements Carrier, Attempt {
  private final DuplexFlow source;
  private final Delivery delivery;
  private @Nullable ByteBuffer buffer;
  private boolean busy;

  /** Makes one that holds nothing yet. */
  public FlowCarrier(DuplexFlow source, WritableByteChannel sink) {
    this.source = source;
    this.delivery = new Delivery(sink);
  }

  @Override
  public int load() throws IOException {
    return source.take(this);
  }

  @Override
  public int run() throws IOException {
    return source.receive(buffer());
  }

  @Override
  public void rest() {
    close();
  }

  private ByteBuffer buffer() {
    ByteBuffer held = buffer;
    if (held == null) {
      held = NativeBuffers.borrow(busy);
      buffer = held;
    }
    return held;
  }

  @Override
  public void unload() throws IOException {
    ByteBuffer load = buffer().flip();
    delivery.deliver(load);
    boolean isBusy = load.limit() >= NativeBuffers.SMALL_BYTES;
    load.clear();
    if (isBusy != busy) {
      busy = isBusy;
      close(); // for one of another size
    }
  }

  @Override
  public long delivered() {
    return delivery.bytes();
  }

  @Override
  public void close() {
    ByteBuffer held = buffer;
    if (held != null) {
      buffer = null;
      NativeBuffers.giveBack(held);
    }
  }
}
