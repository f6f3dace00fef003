package dev.hvsock.benchmark;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** Whose unix channels a {@link ChannelPeer} uses; both are of the JDK's types. */
enum ChannelLibrary {
  JDK {
    @Override
    SocketAddress address(Path path) {
      return UnixDomainSocketAddress.of(path);
    }

    @Override
    ServerSocketChannel open() throws IOException {
      return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    }

    @Override
    SocketChannel connect(Path path) throws IOException {
      return SocketChannel.open(address(path));
    }
  },
  JUNIXSOCKET {
    @Override
    SocketAddress address(Path path) throws IOException {
      return AFUNIXSocketAddress.of(path);
    }

    @Override
    ServerSocketChannel open() throws IOException {
      return AFUNIXServerSocketChannel.open();
    }

    @Override
    SocketChannel connect(Path path) throws IOException {
      return AFUNIXSocketChannel.open((AFUNIXSocketAddress) address(path));
    }
  };

  private static final int BACKLOG = 4096;
  private static final String PREFIX = "unix:";

  abstract SocketAddress address(Path path) throws IOException;

  abstract ServerSocketChannel open() throws IOException;

  abstract SocketChannel connect(Path path) throws IOException;

  /** Listens at {@code unix:PATH} and says so on standard error. */
  ServerSocketChannel listen(String text) throws IOException {
    ServerSocketChannel listener = open().bind(address(path(text)), BACKLOG);
    System.err.println("listening at " + text);
    return listener;
  }

  /** Connects to {@code unix:PATH}, again and again for some time if nobody listens yet. */
  SocketChannel connect(String text, long retryMillis) throws IOException, InterruptedException {
    Path path = path(text);
    long end = System.nanoTime() + retryMillis * 1_000_000;
    while (true) {
      try {
        return connect(path);
      } catch (IOException e) {
        if (System.nanoTime() >= end) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  private static Path path(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException(text + ": not unix:PATH");
    }
    return Path.of(text.substring(PREFIX.length()));
  }
}
