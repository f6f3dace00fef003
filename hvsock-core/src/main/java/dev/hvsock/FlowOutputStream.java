package dev.hvsock;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The writing direction of a flow as a stream of the JDK. */
final class FlowOutputStream extends OutputStream {
  private final Flow flow;

  FlowOutputStream(Flow flow) {
    this.flow = flow;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length > 0) {
      flow.write(ByteBuffer.wrap(bytes, offset, length));
    }
  }

  @Override
  public void close() throws IOException {
    flow.shutdownOutput();
  }
}
