package dev.hvsock.capture;

import dev.hvsock.Address;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.HybridAddress;
import dev.hvsock.VsockAddress;
import java.io.IOException;

/**
 * Where the ends of a flow are: no two flows that are open at a time have both in common.
 *
 * @param here this end
 * @param there the peer's
 */
record Ends(Place here, Place there) {

  /**
   * The ends of a flow.
   *
   * @param number no other flow of the file has it
   */
  static Ends of(Address local, Address remote, long number) {
    Place here = Place.of(local, number);
    Place there = Place.of(remote, number);
    Place distinct = here.equals(there) ? new Place(here.cid(), number) : here;
    return new Ends(onHost(local, chosen(distinct, there)), there);
  }

  /**
   * The kernel does not say which CID it has chosen for the end that connects, but there is one
   * choice only.
   */
  private static Place chosen(Place here, Place there) {
    if (here.cid() != VsockAddress.ANY_CID) {
      return here;
    }
    return new Place(there.cid() == VsockAddress.LOCAL_CID ? there.cid() : localCid(), here.port());
  }

  private static long localCid() {
    try {
      return Hvsock.localCid();
    } catch (IOException e) {
      return VsockAddress.ANY_CID; // on Windows, or without permission to ask
    }
  }

  /** Who speaks hybrid vsock is on the host; its address tells of the guest. */
  private static Place onHost(Address address, Place place) {
    return switch (address) {
      case HybridAddress hybrid -> new Place(VsockAddress.HOST_CID, place.port());
      case FramedAddress framed -> onHost(framed.inner(), place);
      default -> place;
    };
  }

  @Override
  public String toString() {
    return here + " > " + there;
  }
}
