package dev.hvsock;

/**
 * An address whose flows speak the legacy shutdown framing, in which messages stand for what half a
 * close is elsewhere: for peers on builds of Windows before 14393, whose Hyper-V sockets cannot end
 * one direction, and for those that talk to such peers, as VPNKit did. Both ends must be told to
 * speak it; nothing in a stream says so.
 *
 * <p>Such a flow is closed when the peer has said that it closes too, or that it reads no more;
 * that it writes no more is not enough. Whoever reads to the end that closing is says so at once. A
 * peer that speaks something else shows as {@link java.net.ProtocolException}.
 *
 * @param inner what carries the frames
 */
public record FramedAddress(Address inner) implements Address {

  /** Checks that it is framed once. */
  public FramedAddress {
    if (inner instanceof FramedAddress) {
      throw new IllegalArgumentException(inner + " is framed already; try: 'framed:' once");
    }
  }

  @Override
  public String scheme() {
    return "framed";
  }

  @Override
  public String toString() {
    return "framed:" + inner;
  }
}
