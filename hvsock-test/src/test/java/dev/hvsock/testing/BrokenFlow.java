package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** A flow with a fault. */
record BrokenFlow(Flow flow, Fault fault) implements Flow {

  /** Both ends have it. */
  static FlowPair pair(FlowPair pair, Fault fault) {
    return new FlowPair(new BrokenFlow(pair.first(), fault), new BrokenFlow(pair.second(), fault));
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    return fault.read(flow, dst);
  }

  @Override
  public Optional<ByteBuffer> read() throws IOException {
    return fault.read(flow);
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    return fault.scatter(flow, dsts, offset, length);
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    return fault.write(flow, src);
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    return fault.gather(flow, srcs, offset, length);
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
    return fault.isOpen(flow);
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
    return fault.localAddress(flow);
  }

  @Override
  public Address remoteAddress() {
    return fault.remoteAddress(flow);
  }

  @Override
  public Duration readTimeout() {
    return fault.readTimeout(flow);
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
    fault.writeTimeout(flow, timeout);
  }
}
