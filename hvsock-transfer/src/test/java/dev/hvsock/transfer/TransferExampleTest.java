package dev.hvsock.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import dev.hvsock.testing.CheckLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows of transfers from Java. */
@CheckLeaks
class TransferExampleTest {
  private static TransferReport send(Address address, Path folder) throws IOException {
    try (Flow flow = Hvsock.connect(address)) {
      return Transfer.send(flow, List.of(folder), options -> options.limitRate(20_000_000));
    }
  }

  @Test
  void aFolderIsSent(@TempDir Path folder) throws Exception {
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(source.resolve("file"), "hello", UTF_8);
    Path target = folder.resolve("target");
    try (Listener listener = Hvsock.listen(UnixAddress.of(folder.resolve("socket")))) {
      FutureTask<TransferReport> receiving =
          new FutureTask<>(
              () -> {
                try (Flow flow = listener.accept()) {
                  return Transfer.receive(flow, target, options -> {});
                }
              });
      Thread.ofVirtual().start(receiving);
      assertTrue(send(listener.localAddress(), source).isComplete());
      assertEquals(2, receiving.get().taken());
    }
    assertEquals("hello", Files.readString(target.resolve("source/file"), UTF_8));
  }
}
