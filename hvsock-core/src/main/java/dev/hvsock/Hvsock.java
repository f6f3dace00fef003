package dev.hvsock;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The way in: connects, listens and serves at an {@link Address}, and tells what this machine can
 * do.
 *
 * {@snippet :
 * try (Flow flow = Hvsock.connect(Address.parse("vsock://host:5000"))) {
 *   flow.write(request);
 *   flow.shutdownOutput();
 *   byte[] reply = flow.inputStream().readAllBytes();
 * }
 * }
 *
 * <p>Any thread may call any method. What is returned belongs to the caller, who closes it.
 */
public final class Hvsock {
  private Hvsock() {}

  /**
   * Connects as {@link #connect(Address, Consumer)} does, with the options as they are unless set.
   */
  public static Flow connect(Address address) throws IOException {
    return connect(address, options -> {});
  }

  /**
   * Connects to a listener. Blocks until the flow is there or the attempt has failed.
   *
   * {@snippet :
   * Flow flow = Hvsock.connect(address, connect -> connect.timeout(ofSeconds(2)).retryFor(ofSeconds(30)));
   * }
   *
   * @param options sets the options, which it is given as they are unless set
   * @throws java.net.ConnectException if nobody listens there
   * @throws java.net.SocketTimeoutException if an attempt takes longer than {@link
   *     ConnectOptions#timeout()}
   * @throws java.net.NoRouteToHostException if there is no such machine
   * @throws TransportUnavailableException if this machine cannot do it, whoever the peer is
   * @throws java.io.InterruptedIOException if the thread is interrupted; its interrupt status is
   *     kept
   * @throws IllegalArgumentException if the address can only be listened at
   */
  public static Flow connect(Address address, Consumer<ConnectOptions> options) throws IOException {
    ConnectOptions set = new ConnectOptions();
    options.accept(set);
    return new Connecting(Transports.of("connect", address), address, set).run();
  }

  /**
   * Listens as {@link #listen(Address, Consumer)} does, with the options as they are unless set.
   */
  public static Listener listen(Address address) throws IOException {
    return listen(address, options -> {});
  }

  /**
   * Listens at an address. Does not block.
   *
   * @param options sets the options, which it is given as they are unless set
   * @throws java.net.BindException if somebody else listens there, this machine has no such
   *     address, or this user may not
   * @throws TransportUnavailableException if this machine cannot do it at any address of this kind
   */
  public static Listener listen(Address address, Consumer<ListenOptions> options)
      throws IOException {
    return Transports.of("listen", address).listen(address, set(address, options));
  }

  /**
   * Serves as {@link #serve(Address, FlowHandler, Consumer)} does, with the options as they are
   * unless set.
   */
  public static Server serve(Address address, FlowHandler handler) throws IOException {
    return serve(address, handler, options -> {});
  }

  /**
   * Listens at an address, and hands each flow to {@code handler} in a virtual thread of its own.
   * Does not block.
   *
   * @param options sets the options, which it is given as they are unless set
   * @throws IOException as {@link #listen(Address, Consumer)} does
   */
  public static Server serve(Address address, FlowHandler handler, Consumer<ListenOptions> options)
      throws IOException {
    ListenOptions set = set(address, options);
    Listener listener = Transports.of("listen", address).listen(address, set);
    return Server.start(listener, handler, set.maxFlows());
  }

  private static ListenOptions set(Address address, Consumer<ListenOptions> options) {
    ListenOptions set = new ListenOptions();
    options.accept(set);
    Address carried = address instanceof FramedAddress framed ? framed.inner() : address;
    if (set.allowedCids().isPresent() && !(carried instanceof VsockAddress)) {
      throw new IllegalArgumentException(
          "listen " + address + ": only vsock peers have a CID to allow; try: a vsock:// address");
    }
    return set;
  }

  /**
   * The CID of this machine. In a guest it is what the VM was started with; with the loopback alone
   * it is 1.
   *
   * @throws TransportUnavailableException if there is no {@code /dev/vsock}, or this user may not
   *     read it
   */
  public static long localCid() throws IOException {
    return Transports.localCid();
  }

  /** Which transports work on this machine, and why the others do not. Sends nothing anywhere. */
  public static List<TransportStatus> transports() {
    return Transports.status();
  }
}
