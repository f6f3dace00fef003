package dev.hvsock.spi;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TransportStatus;
import java.io.IOException;
import java.util.List;

/**
 * What can connect and listen at one kind of address.
 *
 * <p>A module may provide one as a service; it is asked for the addresses of its {@link #scheme}
 * that hvsock itself has no transport for. Methods may be called by any thread.
 */
public interface Transport {

  /** The {@link Address#scheme} of the addresses that it takes. */
  String scheme();

  /** What of it works on this machine, and why the rest does not. Sends nothing anywhere. */
  List<TransportStatus> status();

  /**
   * Connects, in one attempt.
   *
   * @param address of this transport's scheme
   * @throws java.net.ConnectException if nobody listens there
   * @throws java.net.SocketTimeoutException if the attempt takes longer than {@link
   *     ConnectOptions#timeout()}
   */
  Flow connect(Address address, ConnectOptions options) throws IOException;

  /**
   * Listens.
   *
   * @param address of this transport's scheme
   * @throws java.net.BindException if somebody else listens there, or this machine has no such
   *     address
   */
  Listener listen(Address address, ListenOptions options) throws IOException;
}
