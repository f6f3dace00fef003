package dev.hvsock.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How a guest reaches beyond itself, and is reached. */
public enum GuestLink {
  /** Not at all: AF_VSOCK ends at the kernel's loopback inside the guest. */
  NONE("nothing"),
  /**
   * By {@code vhost-device-vsock}, a process of its own that the lab starts with the guest:
   * AF_VSOCK in the guest, unix sockets and {@link dev.hvsock.HybridAddress} on this side. Works
   * anywhere; this machine's own AF_VSOCK is not touched.
   *
   * <p>The device has no half-open flows: a half-close of this side ends both directions, and one
   * of the guest's is not told here before the guest closes; {@link dev.hvsock.FramedAddress} at
   * both ends helps. A flow both of whose directions are full stops for ever.
   */
  DEVICE("vhost-device-vsock"),
  /**
   * By this machine's own kernel, with its module {@code vhost_vsock}: AF_VSOCK on both sides. The
   * guest reaches every listener of this machine that takes vsock flows.
   */
  KERNEL("vhost_vsock");

  private static final Path KERNEL_MODULE = Path.of("/sys/module/vhost_vsock");
  private static final Path KERNEL_DEVICE = Path.of("/dev/vhost-vsock");
  private static final String FALLBACK_NAME = "net.vsock.g2h_fallback";
  private static final Path FALLBACK = Path.of("/proc/sys", FALLBACK_NAME.split("\\."));

  private final String text;

  GuestLink(String text) {
    this.text = text;
  }

  /** What the guest's kernel needs for it. */
  List<String> modules() {
    return this == NONE ? List.of() : List.of("vmw_vsock_virtio_transport");
  }

  /** Why there is no such link here, with the remedy. */
  Optional<String> missing() {
    return switch (this) {
      case NONE -> Optional.empty();
      case DEVICE -> GuestImage.missingDevice();
      case KERNEL -> missingKernel();
    };
  }

  /** The device file may be there without the module, which opening it would load. */
  private static Optional<String> missingKernel() {
    if (!Files.isDirectory(KERNEL_MODULE)) {
      return Optional.of("the kernel module vhost_vsock is not loaded; try: modprobe vhost_vsock");
    }
    if (fallsBack()) {
      return Optional.of(
          "what has no guest's CID would go to this machine's own host; try: sysctl "
              + FALLBACK_NAME
              + "=0");
    }
    return Files.isWritable(KERNEL_DEVICE)
        ? Optional.empty()
        : Optional.of(KERNEL_DEVICE + " is not this user's to write; try: chmod, or as root");
  }

  /** Newer kernels send flows to CIDs that nobody has to the hypervisor, unless told not to. */
  private static boolean fallsBack() {
    try {
      return Files.exists(FALLBACK) && !Files.readString(FALLBACK).strip().equals("0");
    } catch (IOException e) {
      return true;
    }
  }

  /** What carries the flows. */
  @Override
  public String toString() {
    return text;
  }
}
