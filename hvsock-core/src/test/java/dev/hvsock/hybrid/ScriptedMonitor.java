package dev.hvsock.hybrid;

import dev.hvsock.HybridAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A monitor that is told every byte, on the JDK's own sockets. */
final class ScriptedMonitor implements AutoCloseable {
  private final Path path;
  private final ServerSocketChannel server;

  ScriptedMonitor(Path path) throws IOException {
    this.path = path;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
  }

  HybridAddress port(long port) {
    return new HybridAddress(path.toString(), port);
  }

  SocketChannel accept() throws IOException {
    return server.accept();
  }

  /** Takes the line that asks for a port, byte by byte. */
  static String takeLine(SocketChannel channel) throws IOException {
    StringBuilder line = new StringBuilder();
    ByteBuffer next = ByteBuffer.allocate(1);
    while ((line.isEmpty() || line.charAt(line.length() - 1) != '\n')
        && channel.read(next.clear()) > 0) {
      line.append((char) next.get(0));
    }
    return line.toString();
  }

  static void send(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
