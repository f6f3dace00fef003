package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A flow with a fault. */
record BrokenFlow(Flow flow, Fault fault) implements Flow {

  @Override
  public int read(ByteBuffer dst) throws IOException {
    return fault.read(flow, dst);
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    return flow.read(dsts, offset, length);
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    return fault.write(flow, src);
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    return flow.write(srcs, offset, length);
  }

  @Override
  public void shutdownInput() throws IOException {
    fault.shutdownInput(flow);
  }

  @Override
  public void shutdownOutput() throws IOException {
    fault.shutdownOutput(flow);
  }

  @Override
  public boolean isOpen() {
    return flow.isOpen();
  }

  @Override
  public void close() throws IOException {
    fault.close(flow);
  }

  @Override
  public void abort() {
    fault.abort(flow);
  }

  @Override
  public Address localAddress() {
    return flow.localAddress();
  }

  @Override
  public Address remoteAddress() {
    return fault.remoteAddress(flow);
  }

  @Override
  public Duration readTimeout() {
    return flow.readTimeout();
  }

  @Override
  public void readTimeout(Duration timeout) {
    fault.readTimeout(flow, timeout);
  }

  @Override
  public Duration writeTimeout() {
    return flow.writeTimeout();
  }

  @Override
  public void writeTimeout(Duration timeout) {
    flow.writeTimeout(timeout);
  }
}
