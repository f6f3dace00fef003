package dev.hvsock.transfer.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.hvsock.transfer.OptionsForTests;
import dev.hvsock.transfer.TransferRefusedException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Offers that no sender makes by accident. */
@Timeout(60)
class HostileOfferTest {
  @TempDir Path temp;

  private void assertBroken(Offer offer, String reason) {
    String message =
        assertThrows(ProtocolException.class, () -> offer.planned(temp, OptionsForTests.receive()))
            .getMessage();
    assertTrue(String.valueOf(message).contains(reason), message);
  }

  @Test
  void whatIsNoTreeBreaksTheProtocol() {
    assertBroken(new Offer().file("a", "").file("a", ""), "two entries have the path a");
    assertBroken(new Offer().file("a/b", ""), "no entry before a/b");
    assertBroken(new Offer().file("a/b", "").folder("a"), "no entry before a/b");
    assertBroken(new Offer().file("a", "").file("a/b", ""), "no entry before a/b");
    assertBroken(new Offer().link("a", "b").file("a/b", ""), "no entry before a/b");
  }

  @Test
  void putStaysInWhatIsServed() throws IOException {
    Path served = Files.createDirectory(temp.resolve("served"));
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.createSymbolicLink(served.resolve("link"), outside);
    Files.writeString(served.resolve("file"), "text");
    Files.createDirectory(served.resolve("real"));
    for (String path :
        new String[] {
          "link", "link/x", "real/../..", "..", ".", "file", "/", "a//b", ".hvsock-x", "file/x"
        }) {
      assertThrows(
          TransferRefusedException.class,
          () -> Destination.open(served, path, OptionsForTests.receive()),
          path);
    }
    try (Destination destination =
        Destination.open(served, "real/new/one", OptionsForTests.receive())) {
      destination.plan(new Offer().folder("d").entries(), false);
      destination.makeFolders();
    }
    assertTrue(Files.isDirectory(served.resolve("real/new/one/d")));
    assertEquals(Map.of(), Snapshot.of(outside));
  }

  /** All of a name's spellings are one file there; each is tried, and none but the first taken. */
  @Test
  void manySpellingsOfOneNameAreRefusedOneByOne() throws IOException {
    Offer offer = new Offer();
    for (int i = 0; i < 4096; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 12; bit++) {
        name.append((i >> bit & 1) == 0 ? 'a' : 'A');
      }
      offer.file(name.toString(), "");
    }
    try (FileSystem files = Jimfs.newFileSystem(Configuration.osX())) {
      Map<String, String> notTaken =
          offer.receive(Files.createDirectory(files.getPath("/to")), OptionsForTests.receive());
      assertEquals(4095, notTaken.size());
      assertEquals(1, Snapshot.of(files.getPath("/to")).size());
    }
  }

  /** As many as are allowed, in the deepest folders that are, with names as long as may be. */
  @Test
  void aHugeOfferIsPlannedInBoundedTimeAndMemory() throws IOException {
    Offer offer = new Offer();
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < 99; i++) {
      path.append(i == 0 ? "" : "/").append("d".repeat(2));
      offer.folder(path.toString());
    }
    for (int i = 0; i < 99_900; i++) {
      offer.sparse(path + "/" + "n".repeat(200) + i, 1L << 40);
    }
    assertThrows(
        TransferRefusedException.class, () -> offer.planned(temp, OptionsForTests.receive()));
    assertEquals(99_999, offer.planned(temp, OptionsForTests.receive().spaceChecked(false)).size());
    assertEquals(Map.of(), Snapshot.of(temp));
  }
}
