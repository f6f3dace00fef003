package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** What flows have been seen to get wrong; see {@link BrokenFlow}. */
interface Fault {
  /** The name of a case that fails for it. */
  String foundBy();

  /**
   * How long a case may take before it counts as one that hangs; faults that make a case hang have
   * a limit that is soon over.
   */
  default double seconds() {
    return 20;
  }

  default int read(Flow flow, ByteBuffer dst) throws IOException {
    return flow.read(dst);
  }

  default Optional<ByteBuffer> read(Flow flow) throws IOException {
    return flow.read();
  }

  default long scatter(Flow flow, ByteBuffer[] dsts, int offset, int length) throws IOException {
    return flow.read(dsts, offset, length);
  }

  default int write(Flow flow, ByteBuffer src) throws IOException {
    return flow.write(src);
  }

  default long gather(Flow flow, ByteBuffer[] srcs, int offset, int length) throws IOException {
    return flow.write(srcs, offset, length);
  }

  default void shutdownInput(Flow flow) throws IOException {
    flow.shutdownInput();
  }

  default void shutdownOutput(Flow flow) throws IOException {
    flow.shutdownOutput();
  }

  default boolean isOpen(Flow flow) {
    return flow.isOpen();
  }

  default void close(Flow flow) throws IOException {
    flow.close();
  }

  default void abort(Flow flow) {
    flow.abort();
  }

  default Duration readTimeout(Flow flow) {
    return flow.readTimeout();
  }

  default void readTimeout(Flow flow, Duration timeout) {
    flow.readTimeout(timeout);
  }

  default void writeTimeout(Flow flow, Duration timeout) {
    flow.writeTimeout(timeout);
  }

  default Address localAddress(Flow flow) {
    return flow.localAddress();
  }

  default Address remoteAddress(Flow flow) {
    return flow.remoteAddress();
  }
}
