package dev.hvsock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixAddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "ä", "€", "😀"})
  void nameIsLimitedInBytesNotCharacters(String character) {
    int bytes = character.getBytes(StandardCharsets.UTF_8).length;
    String rest = "x".repeat(UnixAddress.MAX_BYTES % bytes);
    String longest = character.repeat(UnixAddress.MAX_BYTES / bytes) + rest;

    assertEquals(longest, new UnixAddress(longest).name());
    assertEquals("@" + longest, UnixAddress.abstractName(longest).name());
    assertTooLong(longest + "x");
    assertTooLong("@" + longest + "x");
  }

  private static void assertTooLong(String name) {
    assertEquals(
        "the name has 108 bytes, the system allows 107; try: a shorter or a relative path",
        assertThrows(IllegalArgumentException.class, () -> new UnixAddress(name)).getMessage());
  }

  @Test
  void nulIsRefused() {
    assertEquals(
        "a unix address cannot hold the character NUL",
        assertThrows(IllegalArgumentException.class, () -> new UnixAddress("/tmp/a\0b"))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0xD800, 0xDBFF, 0xDC00, 0xDFFF})
  void halfACharacterIsRefused(int surrogate) {
    assertEquals(
        "the name holds a character that UTF-8 cannot carry",
        assertThrows(
                IllegalArgumentException.class, () -> new UnixAddress("/tmp/" + (char) surrogate))
            .getMessage());
  }

  @Test
  void aPathIsNeverAbstract() {
    assertFalse(UnixAddress.of(Path.of("@file")).isAbstract());
    assertEquals("./@file", UnixAddress.of(Path.of("@file")).name());
    assertEquals("/tmp/@file", UnixAddress.of(Path.of("/tmp/@file")).name());
  }

  @Test
  void kindsOfNames() {
    assertTrue(UnixAddress.abstractName("").isAbstract());
    assertFalse(UnixAddress.abstractName("").isUnnamed());
    assertTrue(new UnixAddress("").isUnnamed());
    assertFalse(new UnixAddress("/a").isUnnamed());
    assertFalse(new UnixAddress("/@a").isAbstract());
  }
}
