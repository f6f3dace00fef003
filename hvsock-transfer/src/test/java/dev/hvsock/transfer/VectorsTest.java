package dev.hvsock.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test vectors are what the other implementation says. */
class VectorsTest {
  /** Bytes in hexadecimal at the beginning of a text, with space between. */
  private static final Pattern SHOWN = Pattern.compile("^(?:[0-9a-f]{2}(?: {1,3}|$))+");

  @Test
  void pythonWritesTheSame(@TempDir Path folder) throws Exception {
    PythonPeer.writeVectors(folder);
    List<Path> written = TestVector.files(folder);
    assertEquals(TestVector.files(TestVector.folder()), written);
    assertTrue(written.size() > 30, written::toString);
    for (Path each : written) {
      assertEquals(
          Files.readString(TestVector.folder().resolve(each)),
          Files.readString(folder.resolve(each)),
          each::toString);
    }
  }

  /** The document shows one of them, without what is said about it. */
  @Test
  void theDocumentShowsOne() throws IOException {
    String document = Files.readString(Path.of("../docs/transfer-protocol.md"));
    String shown = document.substring(document.indexOf("```\nsender ") + 4);
    StringBuilder hex = new StringBuilder();
    for (String line : shown.substring(0, shown.indexOf("```")).lines().toList()) {
      Matcher bytes = SHOWN.matcher(line.substring(10));
      if (bytes.find()) {
        hex.append(bytes.group().replace(" ", ""));
      }
    }
    StringBuilder vector = new StringBuilder();
    for (TestVector.Said said : TestVector.conversation("nothing").said()) {
      vector.append(HexFormat.of().formatHex(said.bytes()));
    }
    assertEquals(vector.toString(), hex.toString());
  }
}
