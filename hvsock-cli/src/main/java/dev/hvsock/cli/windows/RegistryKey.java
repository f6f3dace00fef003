package dev.hvsock.cli.windows;

import java.util.Map;
import java.util.TreeMap;

/**
 * A key of the registry.
 *
 * @param path its whole name, from {@code HKEY_LOCAL_MACHINE} on
 * @param values what stands in it, as text, by names in whose letters case does not count
 */
record RegistryKey(String path, Map<String, String> values) {
  RegistryKey(String path) {
    this(path, new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
  }

  /** The last part of its name. */
  String name() {
    return path.substring(path.lastIndexOf('\\') + 1);
  }

  /** The key that it is directly below; itself if it is a root. */
  String parent() {
    return path.substring(0, Math.max(0, path.lastIndexOf('\\')));
  }
}
