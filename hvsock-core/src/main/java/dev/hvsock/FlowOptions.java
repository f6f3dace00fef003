package dev.hvsock;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a flow is set up with, whether it comes from connecting or from accepting.
 *
 * <p>Options are handed to a lambda of {@link Hvsock} that sets them, one call after the other;
 * each call reads them once. Not for use by several threads.
 *
 * @param <S> the kind of options, which each setter returns
 */
public abstract sealed class FlowOptions<S extends FlowOptions<S>>
    permits ConnectOptions, ListenOptions {
  private Duration readTimeout = Flow.FOREVER;
  private Duration writeTimeout = Flow.FOREVER;
  private Duration closeTimeout = Duration.ofSeconds(2);
  private OptionalLong bufferSize = OptionalLong.empty();
  private Optional<KeepAlive> keepAlive = Optional.empty();
  private boolean noDelay = true;
  private boolean connectedSuspend;
  private boolean containerPassthrough;
  private boolean monitorMayLeave;

  FlowOptions() {}

  abstract S self();

  /** How long one read may wait, see {@link Flow#readTimeout(Duration)}; for ever unless set. */
  public final S readTimeout(Duration timeout) {
    readTimeout = timeout;
    return self();
  }

  /** How long one write may take, see {@link Flow#writeTimeout(Duration)}; for ever unless set. */
  public final S writeTimeout(Duration timeout) {
    writeTimeout = timeout;
    return self();
  }

  /**
   * How long {@link Flow#close} waits for the peer to end its direction; 2 s unless set, zero not
   * to wait.
   */
  public final S closeTimeout(Duration timeout) {
    closeTimeout = timeout;
    return self();
  }

  /**
   * How many bytes the system may buffer each way; the system's default unless set. On vsock this
   * sets SO_VM_SOCKETS_BUFFER_SIZE, raising SO_VM_SOCKETS_BUFFER_MAX_SIZE first where needed, and
   * the default of 256 KiB becomes 1 MiB for a flow that has received 4 MiB; on unix and tcp it
   * sets SO_SNDBUF and SO_RCVBUF, which the system clamps to its own maximum.
   */
  public final S bufferSize(long bytes) {
    if (bytes < 1 || bytes > 1L << 30) {
      throw new IllegalArgumentException("buffer size " + bytes + " is not in 1 to " + (1L << 30));
    }
    bufferSize = OptionalLong.of(bytes);
    return self();
  }

  /**
   * Probes an idle peer (on tcp, and in the test kit's network; elsewhere it has no effect); off
   * unless set.
   */
  public final S keepAlive(KeepAlive probes) {
    keepAlive = Optional.of(probes);
    return self();
  }

  /**
   * Whether small writes are sent at once instead of being gathered (TCP_NODELAY, and in the test
   * kit's network; elsewhere it has no effect); on unless set.
   */
  public final S noDelay(boolean sendAtOnce) {
    noDelay = sendAtOnce;
    return self();
  }

  /**
   * Whether the flow outlives the suspension of its virtual machine (HVSOCKET_CONNECTED_SUSPEND of
   * Hyper-V; elsewhere it has no effect); off unless set.
   */
  public final S connectedSuspend(boolean survives) {
    connectedSuspend = survives;
    return self();
  }

  /**
   * Whether the flow passes through a utility virtual machine to the container in it
   * (HVSOCKET_CONTAINER_PASSTHRU of Hyper-V; elsewhere it has no effect); off unless set.
   */
  public final S containerPassthrough(boolean passes) {
    containerPassthrough = passes;
    return self();
  }

  /**
   * Whether an end of stream is one though the monitor of the virtual machine has gone by the time
   * it is read ({@link HybridAddress}, on Linux; elsewhere it has no effect); off unless set, and
   * such an end fails as {@link FlowResetException}. For virtual machines that are over when they
   * have said what they had to say: to those who read it late, that looks like one that was killed.
   */
  public final S monitorMayLeave(boolean accepted) {
    monitorMayLeave = accepted;
    return self();
  }

  /** The value set by {@link #readTimeout(Duration)}. */
  public final Duration readTimeout() {
    return readTimeout;
  }

  /** The value set by {@link #writeTimeout(Duration)}. */
  public final Duration writeTimeout() {
    return writeTimeout;
  }

  /** The value set by {@link #closeTimeout(Duration)}. */
  public final Duration closeTimeout() {
    return closeTimeout;
  }

  /** The value set by {@link #bufferSize(long)}. */
  public final OptionalLong bufferSize() {
    return bufferSize;
  }

  /** The value set by {@link #keepAlive(KeepAlive)}. */
  public final Optional<KeepAlive> keepAlive() {
    return keepAlive;
  }

  /** The value set by {@link #noDelay(boolean)}. */
  public final boolean noDelay() {
    return noDelay;
  }

  /** The value set by {@link #connectedSuspend(boolean)}. */
  public final boolean connectedSuspend() {
    return connectedSuspend;
  }

  /** The value set by {@link #containerPassthrough(boolean)}. */
  public final boolean containerPassthrough() {
    return containerPassthrough;
  }

  /** The value set by {@link #monitorMayLeave(boolean)}. */
  public final boolean monitorMayLeave() {
    return monitorMayLeave;
  }
}
