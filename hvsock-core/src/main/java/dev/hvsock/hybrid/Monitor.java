package dev.hvsock.hybrid;

import dev.hvsock.FlowResetException;
import dev.hvsock.HybridAddress;
import dev.hvsock.engine.DuplexFlow;
import dev.hvsock.engine.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose flow it is, as far as it can be seen from here: the socket that the monitor of a virtual
 * machine listens at, and its process.
 *
 * <p>When a virtual machine is killed, its flows end here as if the guest had closed them: they are
 * unix sockets, whose ends say nothing else. But a monitor that dies is seen to be dying before the
 * system closes its sockets, and vhost-device-vsock, which outlives its virtual machines, removes
 * the socket that it listens at before it drops their flows.
 */
final class Monitor implements DuplexFlow.EndCheck {
  private final HybridAddress address;
  private final Path path;
  private final List<Object> socket; // what is there, and since when
  private final Optional<MonitorProcess> process;

  private Monitor(
      HybridAddress address, Path path, List<Object> socket, Optional<MonitorProcess> process) {
    this.address = address;
    this.path = path;
    this.socket = socket;
    this.process = process;
  }

  /**
   * Has the ends of {@code flow} fail once its monitor has gone. Where nothing is at the monitor's
   * path, what has connected is no monitor but a program that plays its part, and may come and go.
   */
  static void watch(DuplexFlow flow, HybridAddress remote) {
    try {
      // Absolute, lest it be looked for elsewhere later.
      Path path = Path.of(remote.path()).toAbsolutePath();
      List<Object> socket = identity(path);
      Optional<MonitorProcess> process = flow.peerProcess().flatMap(MonitorProcess::find);
      flow.checkEnds(new Monitor(remote, path, socket, process));
    } catch (InvalidPathException | IOException e) {
      // It is not there; or the locale cannot express it, and it cannot be looked at.
    }
  }

  private static List<Object> identity(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    // The time too: a file that follows another of the same name may inherit its key.
    return List.of(
        Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime()),
        attributes.lastModifiedTime());
  }

  @Override
  public void check() throws IOException {
    if (isGone()) {
      throw new FlowResetException(
          Failures.message(
              "read",
              address,
              "the virtual machine's monitor is gone, so this may not be the end (ECONNRESET)",
              "monitorMayLeave (--monitor-may-leave), if the machine is over when it has spoken"));
    }
  }

  private boolean isGone() {
    return process.filter(MonitorProcess::isGone).isPresent() || isSocketGone();
  }

  private boolean isSocketGone() {
    try {
      return !identity(path).equals(socket);
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false; // which says nothing of the monitor
    }
  }
}
