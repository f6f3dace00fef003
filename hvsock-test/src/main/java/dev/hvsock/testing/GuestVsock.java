package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.HybridAddress;
import dev.hvsock.VsockAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The vsock device that one guest has, as seen from outside the guest. */
sealed interface GuestVsock {
  /** Makes it work, before QEMU is started. */
  void start() throws IOException;

  /** What QEMU is told about it. */
  List<String> arguments(GuestOptions options);

  Address address(long port);

  Address hostAddress(long port);

  long cid();

  /** Completed, with what happened, when it has ended; it is started before. */
  CompletableFuture<String> failure();

  /** The end of what it logged. */
  String log() throws IOException;

  /** Ends it. Idempotent. */
  void close() throws IOException;

  /** There is none. */
  record None() implements GuestVsock {
    private static final String MESSAGE =
        "the guest has no link; try: GuestLab.link(GuestLink.DEVICE)";

    @Override
    public void start() {}

    @Override
    public List<String> arguments(GuestOptions options) {
      return List.of();
    }

    @Override
    public Address address(long port) {
      throw new IllegalStateException(MESSAGE);
    }

    @Override
    public Address hostAddress(long port) {
      throw new IllegalStateException(MESSAGE);
    }

    @Override
    public long cid() {
      throw new IllegalStateException(MESSAGE);
    }

    @Override
    public CompletableFuture<String> failure() {
      return new CompletableFuture<>();
    }

    @Override
    public String log() {
      return "";
    }

    @Override
    public void close() {}
  }

  /** One that a process of its own plays. */
  record Device(GuestDevice process, long cid) implements GuestVsock {
    static Device create(Path program, long cid) throws IOException {
      return new Device(GuestDevice.create(program), cid).added();
    }

    /** Another one, which the same process plays. */
    Device sibling(long cid) {
      return new Device(process, cid).added();
    }

    private Device added() {
      process.add(cid);
      return this;
    }

    @Override
    public void start() throws IOException {
      process.start();
    }

    @Override
    public List<String> arguments(GuestOptions options) {
      // The process reads and writes the guest's memory, so the two have to share it.
      String memory = "memory-backend-memfd,id=memory,share=on,size=" + options.memoryMiB() + "M";
      String socket = process.socket(cid).toString().replace(",", ",,");
      return List.of(
          "-object",
          memory,
          "-machine",
          "memory-backend=memory",
          "-chardev",
          "socket,id=vsock,path=" + socket,
          "-device",
          "vhost-user-vsock-pci,chardev=vsock");
    }

    @Override
    public Address address(long port) {
      return new HybridAddress(process.hostSocket(cid).toString(), port);
    }

    /** The same text, for a listener means what the guest calls the host's port. */
    @Override
    public Address hostAddress(long port) {
      return address(port);
    }

    @Override
    public CompletableFuture<String> failure() {
      return process.failure();
    }

    @Override
    public String log() throws IOException {
      return process.log();
    }

    @Override
    public void close() throws IOException {
      process.release(cid);
    }
  }

  /** One that this machine's kernel plays. */
  record Kernel(long cid) implements GuestVsock {
    @Override
    public void start() {}

    @Override
    public List<String> arguments(GuestOptions options) {
      return List.of("-device", "vhost-vsock-pci,guest-cid=" + cid);
    }

    @Override
    public Address address(long port) {
      return VsockAddress.of(cid, port);
    }

    @Override
    public Address hostAddress(long port) {
      return VsockAddress.any(port);
    }

    @Override
    public CompletableFuture<String> failure() {
      return new CompletableFuture<>();
    }

    @Override
    public String log() {
      return "";
    }

    @Override
    public void close() {}
  }
}
