package dev.hvsock.cli.windows;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * What programs of Windows write to a pipe: UTF-16 (wsl.exe's own messages), UTF-8, or the code
 * page of the console, and none says which.
 */
final class ConsoleText {
  private ConsoleText() {}

  /**
   * Reads it.
   *
   * @param codePage what the bytes are in if they are neither UTF-16 nor UTF-8; asked only then
   */
  static String decode(byte[] bytes, Supplier<Charset> codePage) {
    String text = hasNul(bytes) ? utf16(bytes) : utf8(bytes, codePage);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Text of 8-bit characters has no NUL, and that of 16 bits has one in each line end. */
  private static boolean hasNul(byte[] bytes) {
    for (byte each : bytes) {
      if (each == 0) {
        return true;
      }
    }
    return false;
  }

  private static String utf16(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_16LE);
  }

  private static String utf8(byte[] bytes, Supplier<Charset> codePage) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, codePage.get());
    }
  }

  /** The code page of that number; ASCII, if this Java does not know it. */
  static Charset charset(String number) {
    if (number.equals("65001")) {
      return StandardCharsets.UTF_8;
    }
    return Charset.isSupported("Cp" + number)
        ? Charset.forName("Cp" + number)
        : StandardCharsets.US_ASCII;
  }
}
