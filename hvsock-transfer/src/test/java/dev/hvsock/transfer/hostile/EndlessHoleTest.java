package dev.hvsock.transfer.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.Watchdog;
import dev.hvsock.transfer.Transfer;
import dev.hvsock.transfer.TransferReport;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A few bytes of a peer can stand for more zeros than can be digested in an hour. */
@ExtendWith(Watchdog.class)
@Tag("concurrent")
class EndlessHoleTest {
  /** As much as file systems take in one file; an hour of work. */
  private static final long SIZE = 1L << 42;

  private static final long BOUND_SECONDS = 10;

  @Test
  @CheckLeaks
  void theReceiverCanBeStopped(@TempDir Path folder) throws Exception {
    try (FlowPair pair = Flows.pair()) {
      FutureTask<TransferReport> receiver =
          new FutureTask<>(
              () -> Transfer.receive(pair.first(), folder, options -> options.spaceChecked(false)));
      Thread thread = Thread.ofVirtual().start(receiver);
      RawPeer peer = new RawPeer(pair.second()).greet("send").offered(Raw.file("f", SIZE));
      peer.say(Raw.body(0, 0), Raw.hole(SIZE), Raw.message('F', Raw.u8(0), new byte[32]));
      Thread.sleep(100); // for it to get at the hole; it holds either way
      thread.interrupt();
      assertEquals("interrupted", peer.lastWords());
      ExecutionException e =
          assertThrows(
              ExecutionException.class, () -> receiver.get(BOUND_SECONDS, TimeUnit.SECONDS));
      assertInstanceOf(InterruptedIOException.class, e.getCause());
    }
  }
}
