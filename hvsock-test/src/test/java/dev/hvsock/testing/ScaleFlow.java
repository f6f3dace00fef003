package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One of many flows to an echo server: a virtual thread waits in it, for as long as it is there,
 * for what others write into it.
 */
final class ScaleFlow {
  /** How much a round sends through each flow: bytes that no other flow and no other round has. */
  private static final int BYTES = 48;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Flow flow;
  private final long seed;
  private final Runnable answered;
  private long asked;

  private ScaleFlow(Flow flow, long seed, Runnable answered) {
    this.flow = flow;
    this.seed = seed;
    this.answered = answered;
  }

  /**
   * Connects.
   *
   * @param answered run for each answer that was right
   */
  static ScaleFlow connect(Address echo, long seed, Runnable answered) throws IOException {
    return new ScaleFlow(
        Hvsock.connect(echo, connect -> connect.timeout(PATIENCE)), seed, answered);
  }

  /** Takes the answers in, until the flow ends. */
  void listen() throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(BYTES);
    long position = 0;
    while (flow.read(answer) >= 0) {
      if (!answer.hasRemaining()) {
        position += ForwardBytes.check(answer.flip(), seed, position);
        answer.clear();
        answered.run();
      }
    }
  }

  /** Sends what is to be echoed next. */
  void ask() throws IOException {
    asked += flow.write(ForwardBytes.at(seed, asked, BYTES));
  }

  void end() throws IOException {
    flow.shutdownOutput();
  }

  void abort() {
    flow.abort();
  }
}
