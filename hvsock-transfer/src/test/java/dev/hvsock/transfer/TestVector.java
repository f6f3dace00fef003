package dev.hvsock.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A test vector of docs/transfer-protocol.md, as it stands in a file: what the ends say, in the
 * order in which they can.
 *
 * @param name of the file
 * @param said the greetings first, if it is a conversation
 */
public record TestVector(String name, List<Said> said) {
  private static final Path FOLDER =
      Path.of("src/test/resources/dev/hvsock/transfer/vectors").toAbsolutePath();
  private static final String HALF_CLOSE = "half-closes";

  /**
   * A greeting, a message, or the end of a direction.
   *
   * @param end who says it
   * @param name of the message
   * @param bytes none if it is the end of the direction
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody changes or compares it
  public record Said(String end, String name, byte[] bytes) {
    /** Whether it is no message but a half-close. */
    public boolean isHalfClose() {
      return name.equals(HALF_CLOSE);
    }

    /** How many of the bytes do not depend on how an end words its reasons. */
    int fixedBytes() {
      return switch (name) {
        case "KEPT" -> 10;
        case "NOT TAKEN" -> 9;
        case "PASSED OVER" -> 7 + ByteBuffer.wrap(bytes).getShort(5); // what is passed over
        case "FAILED" -> 6;
        case "END" -> bytes[5] == 0 ? bytes.length : 6;
        default -> bytes.length;
      };
    }
  }

  /** Those in a folder of vectors. */
  public static Stream<TestVector> in(String folder) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.sorted().map(TestVector::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one of a conversation. */
  static TestVector conversation(String name) {
    return read(FOLDER.resolve("conversations", name + ".hex"));
  }

  /** All files there are, by their names below the folder of vectors. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }

  /** Where they are. */
  static Path folder() {
    return FOLDER;
  }

  private static TestVector read(Path file) {
    try {
      String text = Files.readString(file, UTF_8);
      List<Said> said = new ArrayList<>();
      for (String part : text.split("\n\n", -1)) {
        if (!part.startsWith("#")) {
          said.add(parse(part.lines().toList()));
        }
      }
      return new TestVector(file.getFileName().toString().replace(".hex", ""), List.copyOf(said));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Said parse(List<String> lines) {
    String[] head = lines.getFirst().split(" ", 2);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : lines.subList(1, lines.size())) {
      String digits = line.replaceFirst("#.*", "").replace(" ", "");
      bytes.writeBytes(HexFormat.of().parseHex(digits));
    }
    return new Said(head[0], head[1], bytes.toByteArray());
  }

  /** Who speaks in it, in the order in which they begin. */
  List<String> ends() {
    return said.stream().map(Said::end).distinct().toList();
  }

  /** All that one end says. */
  byte[] bytesOf(String end) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    said.stream()
        .filter(each -> each.end().equals(end))
        .forEach(each -> all.writeBytes(each.bytes()));
    return all.toByteArray();
  }

  /** Whether these are the bytes of {@code said}, but for how a reason is worded. */
  static boolean isSaid(Said said, byte[] bytes) {
    int fixed = said.fixedBytes();
    if (fixed == said.bytes().length) {
      return Arrays.equals(said.bytes(), bytes);
    }
    // The length of the message, too, depends on the words.
    return bytes.length >= fixed
        && bytes[0] == said.bytes()[0]
        && Arrays.equals(said.bytes(), 5, fixed, bytes, 5, fixed);
  }

  @Override
  public String toString() {
    return name;
  }
}
