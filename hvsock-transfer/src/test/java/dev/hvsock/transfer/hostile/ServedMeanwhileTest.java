package dev.hvsock.transfer.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.Watchdog;
import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Transfer;
import dev.hvsock.transfer.TransferReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server goes on serving the others while hostile clients do all they can to it at once. */
@ExtendWith(Watchdog.class)
@Tag("concurrent")
class ServedMeanwhileTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int HONEST_CLIENTS = 20;

  /** Says what each client did wrong, which is hundreds of lines here. */
  private static final Logger LOG = Logger.getLogger("dev.hvsock");

  @TempDir Path folder;

  @Test
  @CheckLeaks
  void honestClientsAreServed() throws Exception {
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    Sandbox sandbox = Sandbox.in(Files.createDirectory(folder.resolve("sandbox")), pipe);
    Map<String, String> before = sandbox.snapshot();
    UnixAddress address = UnixAddress.of(folder.resolve("socket"));
    LOG.setLevel(Level.OFF);
    try (Server _ =
        Hvsock.serve(
            address,
            Transfer.server(
                sandbox.folder(),
                options ->
                    options
                        .sending(sending -> sending.patience(PATIENCE))
                        .receiving(
                            receiving ->
                                receiving.patience(PATIENCE).maxBytes(Victim.MOST_BYTES))))) {
      List<Thread> hostile = begin(address);
      for (int i = 0; i < HONEST_CLIENTS; i++) {
        isServed(address, folder.resolve("got-" + i));
      }
      for (Thread each : hostile) {
        each.join();
      }
      isServed(address, folder.resolve("got-in-the-end"));
    } finally {
      LOG.setLevel(null);
    }
    assertEquals(Set.of(), sandbox.changed(before));
  }

  private static List<Thread> begin(UnixAddress address) {
    List<Thread> hostile = new ArrayList<>();
    for (WrongWay way : HostilePeers.all().toList()) {
      if (way.victim() == Victim.SERVER) {
        hostile.add(Thread.ofVirtual().start(() -> perform(way, address)));
      }
    }
    assertTrue(hostile.size() > 70, hostile::toString);
    return hostile;
  }

  private static void perform(WrongWay way, UnixAddress address) {
    try (Flow flow = Hvsock.connect(address)) {
      RawPeer peer = new RawPeer(flow);
      try {
        way.script().run(peer);
      } catch (IOException e) {
        // The server has had enough.
      }
      peer.lastWords();
    } catch (Exception e) {
      throw new AssertionError(way.toString(), e);
    }
  }

  private static void isServed(UnixAddress address, Path into) throws IOException {
    try (Flow flow = Hvsock.connect(address)) {
      TransferReport report = Transfer.get(flow, List.of("there", "inner"), into, options -> {});
      assertEquals(3, report.taken());
      assertEquals("there", Files.readString(into.resolve("there")));
    }
    try (Flow flow = Hvsock.connect(address)) {
      List<String> names =
          Transfer.list(flow, "inner", options -> {}).stream().map(Entry::path).toList();
      assertEquals(List.of("file"), names);
    }
  }
}
