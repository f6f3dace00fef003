package dev.hvsock.transfer.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ProtocolException;
import java.util.List;

/** The rules that the protocol has for paths, see docs/transfer-protocol.md. */
public final class TransferPath {
  /** How many bytes of UTF-8 a path or a link's target has at most. */
  public static final int MAX_BYTES = 4096;

  private static final int MAX_NAME_BYTES = 255;
  private static final int MAX_NAMES = 100;

  private TransferPath() {}

  /** The names that a path consists of. */
  public static List<String> names(String path) {
    return List.of(path.split("/", -1));
  }

  /**
   * Fails unless {@code path} could be an entry's.
   *
   * @throws ProtocolException as no peer says such a path by accident
   */
  public static void check(String path) throws ProtocolException {
    if (path.startsWith("/")) {
      throw broken(path, "is absolute");
    }
    List<String> names = names(path);
    if (names.size() > MAX_NAMES) {
      throw broken(path, "has " + names.size() + " names, more than " + MAX_NAMES);
    }
    if (path.getBytes(UTF_8).length > MAX_BYTES) {
      throw broken(path, "is longer than " + MAX_BYTES + " bytes");
    }
    for (String name : names) {
      checkName(path, name);
    }
  }

  private static void checkName(String path, String name) throws ProtocolException {
    if (name.isEmpty()) {
      throw broken(path, "has an empty name in it");
    }
    if (name.equals(".") || name.equals("..")) {
      throw broken(path, "has '" + name + "' in it");
    }
    if (name.indexOf('\0') >= 0) {
      throw broken(path, "has a NUL in it");
    }
    if (name.length() > MAX_NAME_BYTES || name.getBytes(UTF_8).length > MAX_NAME_BYTES) {
      throw broken(path, "has a name of more than " + MAX_NAME_BYTES + " bytes in it");
    }
  }

  private static ProtocolException broken(String path, String what) {
    String some = path.length() > 80 ? path.substring(0, 80) + "..." : path;
    return new ProtocolException("the path '" + PeerText.shown(some) + "' " + what);
  }
}
