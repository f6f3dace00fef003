package dev.hvsock.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
  @TempDir private Path folder;

  private static Report report() {
    return new Report(Samples.of(Measure.BULK, 80), List.of("a machine"));
  }

  @Test
  void theReportHasVerdictsAndValues() {
    String text = report().text();
    assertTrue(text.contains("- a machine\n"), text);
    assertTrue(text.contains("| hvsock ÷ C | ≥ 0.95 × | 0.80 × | **no** |"), text);
    assertTrue(text.contains("| hvsock | 80.8 | 80.0 … 240 | 3 | 0.80 |"), text);
  }

  @Test
  void whatPeopleWroteStays() throws IOException {
    Path page = folder.resolve("page.md");
    Files.writeString(
        page, "before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nafter\n");
    Publication.replaceMeasured(page, "new\n");
    assertEquals(
        "before\n<!-- measured: begin -->\nnew\n<!-- measured: end -->\nafter\n",
        Files.readString(page));
  }

  @Test
  void aPageWithoutThePlaceIsLeftAlone() throws IOException {
    Path page = Files.writeString(folder.resolve("page.md"), "no place");
    assertThrows(IOException.class, () -> Publication.replaceMeasured(page, "new\n"));
    assertEquals("no place", Files.readString(page));
  }
}
