package dev.hvsock.testing;

import dev.hvsock.Flow;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line with which a program on the host asks a monitor for a port of the guest: {@code CONNECT
 * 5000} and a line feed, in any case. Nothing behind it is taken.
 */
final class ConnectLine {
  /** As much as Firecracker and its kin take. */
  private static final int MAX_BYTES = 32;

  private static final long MAX_PORT = 0xFFFF_FFFFL;
  private static final Pattern LINE =
      Pattern.compile("connect[ \\t]+([0-9]{1,10})[ \\t\\r]*\\n", Pattern.CASE_INSENSITIVE);

  private ConnectLine() {}

  /**
   * Takes it, and gives the port.
   *
   * @param limit how long all of it may take to come
   * @throws SocketTimeoutException if it takes longer
   * @throws ProtocolException if something else comes
   */
  static long take(Flow flow, Duration limit) throws IOException {
    long start = System.nanoTime();
    StringBuilder line = new StringBuilder();
    ByteBuffer next = ByteBuffer.allocate(1);
    while (line.isEmpty() || line.charAt(line.length() - 1) != '\n') {
      flow.readTimeout(limit.minusNanos(System.nanoTime() - start));
      if (line.length() == MAX_BYTES || flow.read(next.clear()) < 0) {
        throw unexpected(line);
      }
      line.append((char) Byte.toUnsignedInt(next.get(0)));
    }
    flow.readTimeout(Flow.FOREVER);
    return port(line);
  }

  private static long port(StringBuilder line) throws ProtocolException {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) > MAX_PORT) {
      throw unexpected(line);
    }
    return Long.parseLong(matcher.group(1));
  }

  private static ProtocolException unexpected(StringBuilder line) {
    return new ProtocolException(
        "'" + line.toString().strip() + "' does not ask for a port; try: CONNECT 5000");
  }
}
