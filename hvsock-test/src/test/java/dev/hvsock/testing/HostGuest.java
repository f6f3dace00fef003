package dev.hvsock.testing;

import java.io.IOException;
import java.time.Duration;

/** How the tests between host and guest run: each of them on either link. */
final class HostGuest {
  /** The link; {@code KERNEL} only inside a guest that was booted for it. */
  static final GuestLink LINK =
      GuestLink.valueOf(System.getProperty("hvsock.guest.link", GuestLink.DEVICE.name()));

  /** How many MiB are many. */
  static final int BULK_BYTES = Integer.getInteger("hvsock.guest.bulk.mebibytes", 64) << 20;

  private HostGuest() {}

  /** Whether one direction of a flow goes on when the other has ended. */
  static boolean hasHalfOpenFlows() {
    return LINK == GuestLink.KERNEL;
  }

  /** For small guests; skips the test where there are none. */
  static GuestLab lab() throws IOException {
    return GuestLab.forTest(LINK).cpus(1).memoryMiB(512).limit(Duration.ofMinutes(10));
  }
}
