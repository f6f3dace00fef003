package dev.hvsock.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.List;

/** How the tests between host and guest run: each of them on either link. */
final class HostGuest {
  static final String LINK_PROPERTY = "hvsock.guest.link";

  /** A program that is the agent in the guest, instead of the one in Java. */
  static final String AGENT_PROPERTY = "hvsock.guest.agent";

  /** The link; {@code KERNEL} only inside a guest that was booted for it. */
  static final GuestLink LINK =
      GuestLink.valueOf(System.getProperty(LINK_PROPERTY, GuestLink.DEVICE.name()));

  /** How many MiB are many. */
  static final int BULK_BYTES = Integer.getInteger("hvsock.guest.bulk.mebibytes", 16) << 20;

  private HostGuest() {}

  /** What runs in the guest. */
  static List<String> agent() {
    String other = System.getProperty(AGENT_PROPERTY, "");
    return other.isEmpty() ? GuestLab.java(GuestAgent.class) : List.of(other);
  }

  /** What the agent says first when it calls a port of the host where nobody listens. */
  static String uncalled() {
    // The device does not answer the guest at all; the kernel resets, which the program in C names.
    return LINK == GuestLink.KERNEL ? "ECONNRESET" : "SocketTimeoutException: ";
  }

  /** What connecting to a guest that was killed fails with. */
  static Class<? extends IOException> gone() {
    return LINK == GuestLink.KERNEL ? NoRouteToHostException.class : ConnectException.class;
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
