package dev.hvsock.cli.windows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The registry, through {@code reg.exe}; always the one of 64-bit programs. */
final class Registry {
  /** What is always there and may always be read. */
  static final String WINDOWS =
      "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";

  private static final String VIEW = "/reg:64";

  /** Name, type and text, between runs of blanks or tabs; the name may have single blanks in it. */
  private static final Pattern VALUE =
      Pattern.compile("(?: {4}|\\t)(.+?)(?: {4}|\\t)(REG_[A-Z_]+)(?:(?: {4}|\\t)(.*))?");

  private final Programs programs;

  Registry(Programs programs) {
    this.programs = programs;
  }

  /**
   * A key with its values, and the names of those directly below it; nothing if it is not there.
   */
  List<RegistryKey> read(String key) throws IOException {
    return query(List.of("reg.exe", "query", key, VIEW), key);
  }

  /** A key and all below it, with their values; nothing if it is not there. */
  List<RegistryKey> readAll(String key) throws IOException {
    return query(List.of("reg.exe", "query", key, "/s", VIEW), key);
  }

  private List<RegistryKey> query(List<String> command, String key) throws IOException {
    ProgramEnd end = programs.run(command);
    if (end.isGood()) {
      return parse(end.output());
    }
    // Why it failed it says in the user's language only: whether it works at all tells the rest.
    if (key.equals(WINDOWS) || !programs.run(List.of("reg.exe", "query", WINDOWS, VIEW)).isGood()) {
      throw new IOException("read " + key + ": " + end.words());
    }
    return List.of();
  }

  private static List<RegistryKey> parse(String output) {
    List<RegistryKey> keys = new ArrayList<>();
    for (String line : output.lines().toList()) {
      Matcher value = VALUE.matcher(line);
      if (line.startsWith("HKEY_")) {
        keys.add(new RegistryKey(line.strip()));
      } else if (!keys.isEmpty() && value.matches()) {
        String text = value.group(3);
        keys.getLast().values().put(value.group(1), text == null ? "" : text);
      }
    }
    return keys;
  }

  /** What puts a text into a key, which it makes if need be. */
  static List<String> addition(String key, String name, String text) {
    return List.of("reg.exe", "add", key, "/v", name, "/t", "REG_SZ", "/d", text, "/f", VIEW);
  }

  /** What takes a key away with all below it. */
  static List<String> deletion(String key) {
    return List.of("reg.exe", "delete", key, "/f", VIEW);
  }
}
