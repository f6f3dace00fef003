package dev.hvsock.testing.network;

import java.nio.ByteBuffer;

/**
 * Bytes in the order they came, up to a number of them; takes no more memory than twice the most it
 * has held. Not for use by several threads.
 */
final class Ring {
  private static final int FIRST_BYTES = 1024;

  private int capacity;
  private byte[] bytes = {};
  private int first;
  private int count;

  Ring(int capacity) {
    this.capacity = capacity;
  }

  int capacity() {
    return capacity;
  }

  /** Sets how many bytes it may hold, which are no fewer than it does. */
  void capacity(int most) {
    capacity = most;
  }

  int count() {
    return count;
  }

  int room() {
    return capacity - count;
  }

  /** Appends the next {@code n} bytes of {@code src}, for which there is room. */
  void put(ByteBuffer src, int n) {
    grow(count + n);
    int at = index(count);
    int upToEdge = Math.min(n, bytes.length - at);
    src.get(bytes, at, upToEdge).get(bytes, 0, n - upToEdge);
    count += n;
  }

  private void grow(int needed) {
    if (needed > bytes.length) {
      int size = Math.max(Math.max(needed, FIRST_BYTES), 2 * bytes.length);
      byte[] grown = new byte[Math.min(size, capacity)];
      copy(0, count, grown);
      bytes = grown;
      first = 0;
    }
  }

  private int index(int offset) {
    int at = first + offset;
    return at < bytes.length ? at : at - bytes.length;
  }

  private void copy(int offset, int n, byte[] into) {
    if (n > 0) {
      int at = index(offset);
      int upToEdge = Math.min(n, bytes.length - at);
      System.arraycopy(bytes, at, into, 0, upToEdge);
      System.arraycopy(bytes, 0, into, upToEdge, n - upToEdge);
    }
  }

  /** A copy of the {@code n} bytes that follow the first {@code offset} ones. */
  byte[] copy(int offset, int n) {
    byte[] copy = new byte[n];
    copy(offset, n, copy);
    return copy;
  }

  /** Moves the first {@code n} bytes to {@code dst}, which has room for them. */
  void take(ByteBuffer dst, int n) {
    int upToEdge = Math.min(n, bytes.length - first);
    dst.put(bytes, first, upToEdge).put(bytes, 0, n - upToEdge);
    skip(n);
  }

  /** Forgets the first {@code n} bytes. */
  void skip(int n) {
    if (n > 0) {
      first = index(n);
      count -= n;
    }
  }

  /** Forgets all but the first {@code n} bytes. */
  void keep(int n) {
    count = n;
  }
}
