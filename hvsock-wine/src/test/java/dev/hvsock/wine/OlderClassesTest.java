package dev.hvsock.wine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OlderClassesTest {
  private static final Path NAME = Path.of("Flow.class");

  @TempDir Path folder;

  private static byte[] flow() throws IOException {
    try (InputStream in = Objects.requireNonNull(Flow.class.getResourceAsStream("Flow.class"))) {
      return in.readAllBytes();
    }
  }

  @Test
  void aClassOfJava22SaysItIsOf21AndIsOtherwiseTheSame() throws IOException {
    byte[] expected = flow();
    assertEquals(66, expected[7]);
    byte[] lowered = OlderClasses.lowered(expected, NAME);
    expected[7] = 65;
    assertArrayEquals(expected, lowered);
  }

  @Test
  void anOlderClassStaysAsItIs() throws IOException {
    byte[] old = flow();
    old[7] = 61;
    assertArrayEquals(old, OlderClasses.lowered(old, NAME));
  }

  @Test
  void aLaterClassIsRefused() throws IOException {
    byte[] late = flow();
    late[7] = 69;
    assertThrows(IOException.class, () -> OlderClasses.lowered(late, NAME));
  }

  @Test
  void foldersAndJarsAreCopiedWithAllThatIsInThem() throws Exception {
    Path core = Path.of(Flow.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path copy = folder.resolve("copy");
    OlderClasses.copy(core, copy);
    assertEquals(65, Files.readAllBytes(copy.resolve("dev/hvsock/Flow.class"))[7]);
    assertTrue(Files.exists(copy.resolve("dev/hvsock/windows/Winsock.class")));
  }
}
