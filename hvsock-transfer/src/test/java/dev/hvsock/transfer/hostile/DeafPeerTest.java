package dev.hvsock.transfer.hostile;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.Watchdog;
import dev.hvsock.transfer.Transfer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Peers that speak and never listen, so that the honest end gets rid of nothing. */
@ExtendWith(Watchdog.class)
@CheckLeaks
@Tag("concurrent")
class DeafPeerTest {
  private static final Duration PATIENCE = Duration.ofMillis(400);
  private static final long BOUND_SECONDS = 8;
  private static final int MORE_THAN_ANYTHING_BUFFERS = 4 << 20;

  @TempDir Path folder;

  @Test
  void aSenderIsNotHeldUp() throws Exception {
    byte[] content = new byte[MORE_THAN_ANYTHING_BUFFERS];
    Arrays.fill(content, (byte) 1);
    Path file = Files.write(folder.resolve("large"), content);
    endsInTime(
        flow -> Transfer.send(flow, List.of(file), options -> options.patience(PATIENCE)),
        peer -> peer.greet("receive").say(Raw.want(0), Raw.answered()));
  }

  @Test
  void aSenderOfManyNamesIsNotHeldUp() throws Exception {
    for (int i = 0; i < 1000; i++) {
      Files.createFile(folder.resolve("x".repeat(200) + i));
    }
    endsInTime(
        flow -> Transfer.send(flow, List.of(folder), options -> options.patience(PATIENCE)),
        peer -> peer.greet("receive"));
  }

  @Test
  void aReceiverThatRefusesMuchIsNotHeldUp() throws Exception {
    byte[][] entries =
        IntStream.range(0, 5000)
            .mapToObj(i -> Raw.link("link" + i, "../outside"))
            .toArray(byte[][]::new);
    endsInTime(
        flow -> Transfer.receive(flow, folder, options -> options.patience(PATIENCE)),
        peer -> peer.greet("send").say(Raw.offerOf(entries)));
  }

  @Test
  void aServerOfManyNamesIsNotHeldUp() throws Exception {
    for (int i = 0; i < 1000; i++) {
      Files.createFile(folder.resolve("x".repeat(200) + i));
    }
    endsInTime(
        flow -> {
          Transfer.server(
                  folder,
                  options ->
                      options
                          .sending(sending -> sending.patience(PATIENCE))
                          .receiving(receiving -> receiving.patience(PATIENCE)))
              .handle(flow);
          return "served";
        },
        peer -> peer.greet("ask").say(Raw.list("")));
  }

  private interface Honest {
    Object run(Flow flow) throws IOException;
  }

  private interface Deaf {
    void run(RawPeer peer) throws IOException;
  }

  private static void endsInTime(Honest honest, Deaf deaf) throws Exception {
    try (FlowPair pair = Flows.pair()) {
      Callable<Object> work = () -> honest.run(pair.first());
      FutureTask<Object> task = new FutureTask<>(work);
      Thread.ofVirtual().name("honest").start(task);
      try {
        deaf.run(new RawPeer(pair.second()));
      } catch (IOException e) {
        // The honest end has had enough before it has heard everything.
      }
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> task.get(BOUND_SECONDS, TimeUnit.SECONDS));
      assertTrue(e.getCause() instanceof SocketTimeoutException, () -> "" + e.getCause());
    }
  }
}
