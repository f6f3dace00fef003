package dev.hvsock.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a guest boots from: QEMU, and a folder that {@code hvsock-test/lab/setup} has made.
 *
 * @param qemu the emulator's program
 * @param folder holds the kernel, its unpacked package and the initramfs
 */
record GuestImage(Path qemu, Path folder) {
  private static final String QEMU = "qemu-system-x86_64";
  private static final String REMEDY = "; try: hvsock-test/lab/setup";

  static Optional<String> missing() {
    if (findQemu().isEmpty()) {
      return Optional.of("no QEMU (" + QEMU + ") on the PATH" + REMEDY);
    }
    if (!Files.isReadable(current().resolve("initramfs"))) {
      return Optional.of("no guest kernel in " + cache() + REMEDY);
    }
    return Optional.empty();
  }

  /** Why there is no {@code vhost-device-vsock}, with the remedy. */
  static Optional<String> missingDevice() {
    return Files.isExecutable(device())
        ? Optional.empty()
        : Optional.of("no vhost-device-vsock in " + cache() + REMEDY);
  }

  static GuestImage find() throws GuestException {
    try {
      // Another set-up may switch the link while guests run; they keep to what they booted from.
      return new GuestImage(findQemu().orElseThrow(), current().toRealPath());
    } catch (IOException e) {
      throw new GuestException("open guest lab: " + current() + ": " + e.getMessage() + REMEDY);
    }
  }

  Path kernel() {
    return folder.resolve("vmlinux");
  }

  Path initramfs() {
    return folder.resolve("initramfs");
  }

  /** The unpacked package of the kernel, which has its modules. */
  Path kernelPackage() throws IOException {
    return folder.resolve("kernel").toRealPath();
  }

  private static Optional<Path> findQemu() {
    return Arrays.stream(variable("PATH").orElse("").split(File.pathSeparator))
        .map(folder -> Path.of(folder, QEMU))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The program that plays a guest's vsock device. */
  static Path device() {
    return cache().resolve("vhost-device-vsock");
  }

  private static Path current() {
    return cache().resolve("current");
  }

  /** The folder that the set-up fills; both follow the same variables. */
  static Path cache() {
    return variable("HVSOCK_LAB_CACHE")
        .map(Path::of)
        .orElseGet(() -> userCache().resolve("hvsock").resolve("lab"));
  }

  private static Path userCache() {
    return variable("XDG_CACHE_HOME").map(Path::of).orElseGet(() -> home().resolve(".cache"));
  }

  private static Path home() {
    return Path.of(variable("HOME").orElse(System.getProperty("user.home")));
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }
}
