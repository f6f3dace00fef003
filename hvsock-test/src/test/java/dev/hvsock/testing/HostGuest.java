package dev.hvsock.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How the tests between host and guest run: each of them on either link. */
final class HostGuest {
  static final String LINK_PROPERTY = "hvsock.guest.link";

  /** The link; {@code KERNEL} only inside a guest that was booted for it. */
  static final GuestLink LINK =
      GuestLink.valueOf(System.getProperty(LINK_PROPERTY, GuestLink.DEVICE.name()));

  /** How many MiB are many. */
  static final int BULK_BYTES = Integer.getInteger("hvsock.guest.bulk.mebibytes", 64) << 20;

  private HostGuest() {}

  /**
   * What runs in the guest: in one that is emulated by an emulated machine, Java takes minutes to
   * start.
   */
  static List<String> agent() {
    return LINK == GuestLink.KERNEL
        ? List.of("python3", Path.of("src/test/python/agent.py").toAbsolutePath().toString())
        : GuestLab.java(GuestAgent.class);
  }

  /** What the agent says first when it calls a port of the host where nobody listens. */
  static String uncalled() {
    // The device does not answer the guest at all; the kernel resets, which Python does not name.
    return LINK == GuestLink.KERNEL ? "ConnectionResetError" : "SocketTimeoutException: ";
  }

  /**
   * How many bytes may be under way in both directions at once: the device stops for ever when both
   * are full.
   */
  static int bothWays() {
    return LINK == GuestLink.KERNEL ? 1 << 20 : 16 << 10;
  }

  /** Whether one direction of a flow goes on when the other has ended. */
  static boolean hasHalfOpenFlows() {
    return LINK == GuestLink.KERNEL;
  }

  /** For small guests; skips the test where there are none. */
  static GuestLab lab() throws IOException {
    return GuestLab.forTest(LINK).cpus(1).memoryMiB(512).limit(Duration.ofMinutes(10));
  }
}
