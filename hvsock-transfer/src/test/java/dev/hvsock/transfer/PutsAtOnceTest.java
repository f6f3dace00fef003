package dev.hvsock.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two clients that bring the same at once: neither is in the other's way. */
@CheckLeaks
@ExtendWith(Watchdog.class)
class PutsAtOnceTest {
  private static final int FOLDERS = 500;

  @TempDir Path folder;

  /** The same folders for everybody, with a file of one's own in each, and a common one. */
  private Path tree(String client) throws IOException {
    Path tree = folder.resolve(client + "/tree");
    for (int i = 0; i < FOLDERS; i++) {
      Path each = Files.createDirectories(tree.resolve("folder" + i));
      Files.writeString(each.resolve(client), client);
      Files.writeString(each.resolve("common"), "common");
    }
    return tree;
  }

  private CompletableFuture<TransferReport> put(Server server, Path tree) {
    CompletableFuture<TransferReport> report = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (Flow flow = Hvsock.connect(server.localAddress())) {
                report.complete(
                    Transfer.put(flow, List.of(tree), "", put -> put.overwrite(Overwrite.ALWAYS)));
              } catch (Throwable e) {
                report.completeExceptionally(e);
              }
            });
    return report;
  }

  @Test
  void theSameFoldersAndFilesFromBoth() throws Exception {
    Path served = Files.createDirectory(folder.resolve("served"));
    List<Path> trees = List.of(tree("one"), tree("other"));
    try (Server server =
        Hvsock.serve(
            UnixAddress.of(folder.resolve("s")),
            Transfer.server(
                served,
                serve -> serve.receiving(receive -> receive.overwrite(Overwrite.ALWAYS))))) {
      List<CompletableFuture<TransferReport>> reports =
          trees.stream().map(tree -> put(server, tree)).toList();
      for (CompletableFuture<TransferReport> report : reports) {
        for (TransferReport.NotTaken not : report.get().reasons()) {
          assertEquals("another transfer is receiving it", not.reason(), not.path());
        }
      }
    }
    for (int i = 0; i < FOLDERS; i++) {
      Path each = served.resolve("tree/folder" + i);
      assertEquals("one", Files.readString(each.resolve("one")));
      assertEquals("other", Files.readString(each.resolve("other")));
      assertEquals("common", Files.readString(each.resolve("common")));
    }
  }
}
