package dev.hvsock.transfer.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.transfer.OptionsForTests;
import dev.hvsock.transfer.Overwrite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What file systems cannot do, as Linux, macOS and Windows call them. */
class StoreTest {
  @ParameterizedTest
  @ValueSource(strings = {"vfat", "msdos", "FAT32", "FAT"})
  void fatIsKnownByAnyName(String type) {
    Store store = new Store(type);
    assertTrue(store.countsInTwoSeconds());
    assertFalse(store.keepsModes());
    assertEquals(0xffffffffL, store.largestFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exfat", "exFAT"})
  void exfatHoldsLargeFiles(String type) {
    assertFalse(new Store(type).keepsModes());
    assertEquals(Long.MAX_VALUE, new Store(type).largestFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "NTFS", "9p", ""})
  void othersLackNothing(String type) {
    Store store = new Store(type);
    assertFalse(store.countsInTwoSeconds());
    assertTrue(store.keepsModes());
    assertEquals(Long.MAX_VALUE, store.largestFile());
  }

  @Test
  void whatIsTooLargeForFatIsRefusedBeforeItIsSent(@TempDir Path temp) throws IOException {
    Store fat = new Store("vfat");
    OverwriteRule rule = new OverwriteRule(Overwrite.NEVER, fat);
    Planner planner = new Planner(OptionsForTests.receive(), rule, Root.of(temp), fat, false);
    Tree tree = new Tree(temp, new Offer().sparse("4g", 1L << 32).sparse("less", 9).entries());
    planner.plan(tree);
    assertEquals(
        List.of(
            Decision.refused("this file system holds no files of 4 GiB and more"),
            Decision.Want.ALL),
        tree.nodes.stream().map(Node::decision).toList());
    assertEquals(9, planner.needed());
  }
}
