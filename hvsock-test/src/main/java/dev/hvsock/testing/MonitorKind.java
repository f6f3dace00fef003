package dev.hvsock.testing;

/**
 * What the monitors of virtual machines make of half a close on its way between host and guest, as
 * {@code docs/hybrid.md} has it, with its sources.
 */
public enum MonitorKind {
  /** Passes either half-close on, as Cloud Hypervisor does since the middle of 2026. */
  CLOUD_HYPERVISOR(true, true),

  /**
   * Makes a full close of the host's half-close: the guest reads all of it and then the end, but
   * its writes fail from then on, and the host reads an end that the guest did not mean. Of the
   * guest's half-close the host is told nothing until the guest has closed.
   */
  FIRECRACKER(false, true),

  /** As Firecracker; and it answers a host that connects with the port that it was asked for. */
  VHOST_DEVICE_VSOCK(false, false);

  private final boolean halfClose;
  private final boolean ownPorts;

  MonitorKind(boolean halfClose, boolean ownPorts) {
    this.halfClose = halfClose;
    this.ownPorts = ownPorts;
  }

  boolean passesHalfClose() {
    return halfClose;
  }

  boolean answersWithPortOfHost() {
    return ownPorts;
  }
}
