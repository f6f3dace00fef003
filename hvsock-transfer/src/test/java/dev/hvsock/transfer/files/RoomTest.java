package dev.hvsock.transfer.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.hvsock.transfer.OptionsForTests;
import dev.hvsock.transfer.ReceiveOptions;
import dev.hvsock.transfer.TransferRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Offers that are too much, and a file system that is full. */
class RoomTest {
  private final FileSystem files =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder().setBlockSize(1024).setMaxSize(100 * 1024).build());
  private final Path folder = files.getPath("/to");
  private final Offer offer =
      new Offer().file("first", "x".repeat(40 * 1024)).file("second", "y".repeat(80 * 1024));

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  private String refusal(ReceiveOptions options) {
    return String.valueOf(
        assertThrows(TransferRefusedException.class, () -> offer.planned(folder, options))
            .getMessage());
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeItBegins() {
    String message = refusal(OptionsForTests.receive());
    assertTrue(
        message.contains("122880 bytes are needed, and 102400 are free; make room"), message);
    assertFalse(Files.exists(folder));
  }

  @Test
  void noNameIsTriedOutForWhatDoesNotFit() {
    offer.file("a:b", "").folder("d.");
    refusal(OptionsForTests.receive());
    assertFalse(Files.exists(folder));
  }

  @Test
  void limitsAreKeptBeforeAndAfterTheEntriesAreKnown() throws IOException {
    assertTrue(
        refusal(OptionsForTests.receive().spaceChecked(false).maxBytes(122_879))
            .contains("122880 bytes are offered, and 122879 allowed"));
    assertTrue(
        refusal(OptionsForTests.receive().spaceChecked(false).maxFiles(1))
            .contains("2 files, folders and links are offered, and 1 allowed"));
    try (Destination destination = Destination.open(folder, OptionsForTests.receive())) {
      assertThrows(TransferRefusedException.class, () -> destination.admit(1L << 32, 0));
      destination.admit(100_000, Long.MAX_VALUE);
    }
  }

  @Test
  void sizesWhoseSumIsNoNumberAreTooMuch() {
    Offer huge = new Offer();
    for (int i = 0; i < 3; i++) {
      huge.sparse("f" + i, Long.MAX_VALUE);
    }
    assertThrows(
        TransferRefusedException.class, () -> huge.planned(folder, OptionsForTests.receive()));
    assertThrows(
        TransferRefusedException.class,
        () ->
            huge.planned(
                folder,
                OptionsForTests.receive().spaceChecked(false).maxBytes(Long.MAX_VALUE - 1)));
  }

  @Test
  void whatIsThereOfAFileNeedsNoRoom() throws IOException {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve(Names.partial("second")), "y".repeat(30 * 1024));
    assertEquals(Map.of(), offer.receiveOnly(1, folder, OptionsForTests.receive().resume(true)));
  }

  @Test
  void aFullDiskLeavesWhatCameToBeGoneOnWith() throws IOException {
    Files.createDirectory(folder);
    ReceiveOptions options = OptionsForTests.receive().spaceChecked(false).resume(true);
    Path partial = folder.resolve(Names.partial("second"));
    try (Destination destination = Destination.open(folder, options)) {
      destination.plan(offer.entries(), false);
      destination.makeFolders();
      try (Arrival arrival = destination.begin(1, 0)) {
        arrival.write(ByteBuffer.wrap("y".repeat(20 * 1024).getBytes(UTF_8)));
        Files.writeString(folder.resolve("filler"), "z".repeat(70 * 1024));
        ByteBuffer rest = ByteBuffer.wrap("y".repeat(60 * 1024).getBytes(UTF_8));
        assertThrows(IOException.class, () -> arrival.write(rest));
      }
    }
    assertFalse(Files.exists(folder.resolve("second")));
    assertTrue(Files.size(partial) >= 20 * 1024);
    Files.delete(folder.resolve("filler"));
    assertEquals(Map.of(), offer.receiveOnly(1, folder, options));
    assertEquals("y".repeat(80 * 1024), Files.readString(folder.resolve("second")));
  }
}
