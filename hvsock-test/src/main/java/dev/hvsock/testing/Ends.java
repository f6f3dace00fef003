package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** The ways in which a flow ends, and what they look like from either side. */
enum Ends {
  HALF_CLOSE {
    @Override
    void end(Flow flow) throws IOException {
      flow.shutdownOutput();
    }
  },
  CLOSE {
    @Override
    void end(Flow flow) throws IOException {
      flow.close();
    }
  },
  ABORT {
    @Override
    void end(Flow flow) {
      flow.abort();
    }
  };

  abstract void end(Flow flow) throws IOException;

  /** It is of the kinds that say that the other end takes no more. */
  static void assertPeerGone(IOException e) {
    assertTrue(
        e instanceof ClosedChannelException || e instanceof FlowResetException,
        () -> "neither closed nor reset: " + e);
  }

  /** Reads to the end that an aborted peer leaves: a reset, or end-of-stream if that is allowed. */
  static byte[] readToGone(Flow flow, FlowSupply traits) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(1 << 20);
    try {
      int n = flow.read(all);
      while (n >= 0) {
        n = flow.read(all);
      }
      assertTrue(!traits.tellsReset(), "end-of-stream instead of a reset");
      assertEquals(-1, flow.read(ByteBuffer.allocate(1)));
    } catch (FlowResetException e) {
      // For ever: a second look must not take it for an orderly end.
      assertThrows(FlowResetException.class, () -> flow.read(ByteBuffer.allocate(1)));
    }
    byte[] bytes = new byte[all.flip().remaining()];
    all.get(bytes);
    return bytes;
  }

  /** What is in work when a flow is closed fails as closed, if it fails. */
  static void untilClosed(ThreadKind.Work work) throws Exception {
    try {
      work.run();
    } catch (ClosedChannelException e) {
      // As it should.
    }
  }
}
