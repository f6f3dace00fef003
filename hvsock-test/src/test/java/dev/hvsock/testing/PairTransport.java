package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TransportStatus;
import dev.hvsock.spi.Transport;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** The ends of {@link Flows#pair} behind addresses: what somebody else's module may provide. */
public final class PairTransport implements Transport {
  private static final Map<Address, BlockingQueue<Flow>> LISTENING = new ConcurrentHashMap<>();

  /** As a service is made. */
  public PairTransport() {}

  @Override
  public String scheme() {
    return "memory";
  }

  @Override
  public List<TransportStatus> status() {
    return List.of();
  }

  @Override
  public Flow connect(Address address, ConnectOptions options) throws ConnectException {
    BlockingQueue<Flow> waiting = LISTENING.get(address);
    if (waiting == null) {
      throw new ConnectException("connect " + address + ": nobody listens there");
    }
    FlowPair pair = Flows.pair();
    waiting.add(pair.second());
    return pair.first();
  }

  @Override
  public Listener listen(Address address, ListenOptions options) {
    BlockingQueue<Flow> waiting = new LinkedBlockingQueue<>();
    LISTENING.put(address, waiting);
    return new PairListener(address, waiting);
  }

  /** Accepts what is there already: whoever connects does so before. */
  private record PairListener(Address localAddress, BlockingQueue<Flow> waiting)
      implements Listener {
    @Override
    public Flow accept() throws SocketTimeoutException {
      Flow next = waiting.poll();
      if (next == null) {
        throw new SocketTimeoutException("accept " + localAddress + ": nobody came");
      }
      return next;
    }

    @Override
    public Duration acceptTimeout() {
      return Duration.ZERO;
    }

    @Override
    public void acceptTimeout(Duration timeout) {
      throw new UnsupportedOperationException("it never waits");
    }

    @Override
    public boolean isOpen() {
      return waiting.equals(LISTENING.get(localAddress));
    }

    @Override
    public void close() {
      LISTENING.remove(localAddress, waiting);
    }
  }
}
