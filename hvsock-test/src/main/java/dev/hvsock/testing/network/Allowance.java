package dev.hvsock.testing.network;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes may still arrive. May be used by several threads. */
final class Allowance {
  /** What it is when nobody counts. */
  static final long UNLIMITED = Long.MAX_VALUE;

  private final AtomicLong left = new AtomicLong(UNLIMITED);

  void set(long bytes) {
    left.set(bytes);
  }

  /** Takes as many as are left, but no more than {@code bytes}. */
  int take(int bytes) {
    long before = left.getAndUpdate(n -> n == UNLIMITED ? n : n - Math.min(n, bytes));
    return (int) Math.min(before, bytes);
  }

  boolean isUnlimited() {
    return left.get() == UNLIMITED;
  }

  boolean isSpent() {
    return left.get() == 0;
  }
}
