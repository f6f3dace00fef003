package dev.hvsock.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Host and guest both on AF_VSOCK: the host is itself a guest, so that its kernel's host side can
 * be used without touching this machine's. The agent in the inner one is a program in C: Java would
 * take minutes to start there.
 */
class NestedGuestIT {
  @TestFactory
  Stream<DynamicTest> overTheKernelsHostSide(@TempDir Path folder) throws Exception {
    Path agent = TestLibrary.compileProgram(folder, "agent");
    return GuestSuite.of(HostGuestTest.class)
        .lab(NestedGuestIT::host)
        .place("host <-> guest over vhost_vsock, in a guest inside a guest")
        .jvmOptions(
            "-D" + HostGuest.LINK_PROPERTY + "=" + GuestLink.KERNEL.name(),
            "-D" + HostGuest.AGENT_PROPERTY + "=" + agent,
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
