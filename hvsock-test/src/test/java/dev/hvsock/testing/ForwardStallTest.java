package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.ProxyStatistics.End;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One side of a forwarded stream stops reading for a while: the writer at the other side is held
 * up, nothing is piled up in between, and everything arrives in the end.
 */
@Timeout(60)
class ForwardStallTest {
  private static final long TOTAL = 64L << 20;

  /** The system's buffers of both hops; it grows those of tcp as far as it likes. */
  private static final long TCP_BOUND = 40L << 20;

  private static final long BOUND = 4L << 20;

  /** Longer than the pause after which a writer looks for room that poll(2) has not told of. */
  private static final long QUIET_MILLIS = 600;

  private static final long STALL_MILLIS = 2000;

  /** One writer that is going to be held up. */
  private static final class Stalled {
    private final ForwardTask forward;
    private final End writer;
    private final long bound;
    private final AtomicLong accepted = new AtomicLong();
    private final EngineTask writing;
    private long settled;

    Stalled(ForwardTransport.Joint joint, End writer) throws Exception {
      this.forward = ForwardTask.start(joint);
      this.writer = writer;
      boolean tcp = joint.left() == ForwardTransport.TCP || joint.right() == ForwardTransport.TCP;
      this.bound = tcp ? TCP_BOUND : BOUND;
      this.writing = EngineTask.virtual(this::write);
    }

    private void write() throws Exception {
      var flow = writer == End.FIRST ? forward.client() : forward.server();
      while (accepted.get() < TOTAL) {
        accepted.addAndGet(flow.write(ForwardBytes.at(1, accepted.get(), TOTAL - accepted.get())));
      }
      flow.shutdownOutput();
    }

    /** Whether something has been accepted since this was asked last, or nothing ever was. */
    boolean moves() {
      long before = settled;
      settled = accepted.get();
      assertTrue(settled <= bound, () -> settled + " bytes are under way");
      return settled == 0 || settled != before;
    }

    void stayHeldUp() {
      assertEquals(settled, accepted.get(), "the writer went on although nobody reads");
    }

    void resume() throws Exception {
      var flow = writer == End.FIRST ? forward.server() : forward.client();
      ForwardBytes.expectAll(flow, 1, TOTAL);
      writing.join();
      forward.close();
    }
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void writerIsHeldUpWhileTheOtherSideStalls(End writer) throws Exception {
    List<Stalled> all = new ArrayList<>();
    for (ForwardTransport.Joint joint : ForwardTransport.joints()) {
      all.add(new Stalled(joint, writer));
    }
    do {
      Thread.sleep(QUIET_MILLIS);
    } while (all.stream().filter(Stalled::moves).count() > 0);
    Thread.sleep(STALL_MILLIS);
    all.forEach(Stalled::stayHeldUp);
    for (Stalled stalled : all) {
      stalled.resume();
    }
  }

  @Test
  void stallOfOneDirectionLeavesTheOtherAlone() throws Exception {
    for (ForwardTransport.Joint joint : ForwardTransport.joints()) {
      Stalled stalled = new Stalled(joint, End.FIRST);
      stalled.writing.waiting();
      EngineTask back =
          EngineTask.virtual(() -> ForwardBytes.sendAll(stalled.forward.server(), 2, 1 << 20));
      ForwardBytes.expectAll(stalled.forward.client(), 2, 1 << 20);
      back.join();
      stalled.resume();
    }
  }
}
