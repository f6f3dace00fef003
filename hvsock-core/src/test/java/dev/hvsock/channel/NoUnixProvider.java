package dev.hvsock.channel;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/** The JDK's channels as they are on a Windows that has no unix sockets. */
final class NoUnixProvider extends SelectorProvider {
  private final SelectorProvider real = SelectorProvider.provider();

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) {
    throw new UnsupportedOperationException("Protocol family not supported");
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) {
    throw new UnsupportedOperationException("Protocol family not supported");
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return real.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return real.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return real.openPipe();
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return real.openSelector();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return real.openServerSocketChannel();
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return real.openSocketChannel();
  }
}
