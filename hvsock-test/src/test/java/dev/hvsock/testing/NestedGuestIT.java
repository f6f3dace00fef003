package dev.hvsock.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Host and guest both on AF_VSOCK: the host is itself a guest, so that its kernel's host side can
 * be used without touching this machine's.
 */
class NestedGuestIT {
  @TestFactory
  Stream<DynamicTest> overTheKernelsHostSide() throws IOException {
    return GuestSuite.of(HostGuestTest.class)
        .lab(NestedGuestIT::host)
        .jvmOptions(
            "-D" + HostGuest.LINK_PROPERTY + "=" + GuestLink.KERNEL.name(),
            "-Dhvsock.guest.bulk.mebibytes=4",
            "-Dhvsock.watchdog.seconds=300",
            "-Dhvsock.slack=80")
        .run();
  }

  private static GuestLab host(GuestLab lab) {
    return lab.modules(List.of("vhost_vsock"))
        .memoryMiB(3072)
        .limit(Duration.ofMinutes(15))
        // Nothing can be missing in there, so nothing may be skipped.
        .environment("HVSOCK_LAB", GuestLab.Mode.REQUIRED.toString());
  }
}
