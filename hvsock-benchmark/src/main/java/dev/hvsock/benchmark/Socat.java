package dev.hvsock.benchmark;

import dev.hvsock.Address;
import dev.hvsock.TcpAddress;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import java.util.List;
import java.util.stream.Stream;

/** socat, which reads from one address and writes to the other. */
record Socat(String name, int buffer) implements Contender {
  static final String NAME = "socat";

  /** With the buffers that everybody else has too. */
  static Socat large() {
    return new Socat(NAME, 256 * 1024);
  }

  /** With the buffers that it has unless it is told otherwise. */
  static Socat small() {
    return new Socat("socat, its own 8 KiB buffers", 8 * 1024);
  }

  @Override
  public List<String> sink(Address at) {
    return command("-u", listen(at), "/dev/null");
  }

  @Override
  public List<String> source(Address to, long bytes) {
    return command("-u", "/dev/zero,readbytes=" + bytes, connect(to) + ",retry=500,interval=0.02");
  }

  /** Carries one file. */
  FileCarrier ofFile() {
    return new FileCarrier.Commands(
        name,
        (at, folder) ->
            command(
                "-u", listen(at), "OPEN:" + folder.resolve(FileSet.LARGE.top()) + ",creat,trunc"),
        (source, to) -> command("-u", "FILE:" + source, connect(to)));
  }

  /** Carries a folder, with tar at both ends. */
  FileCarrier ofFolder() {
    return new FileCarrier.Commands(
        "tar over " + name,
        (at, folder) -> shell("", command("-u", listen(at), "-"), "| tar x -C " + folder),
        (source, to) ->
            shell(
                "tar c -C " + source.getParent() + " " + source.getFileName() + " |",
                command("-u", "-", connect(to)),
                ""));
  }

  private static List<String> shell(String before, List<String> command, String after) {
    return List.of("sh", "-c", before + " " + String.join(" ", command) + " " + after);
  }

  @Override
  public List<String> echo(Address at) {
    return command(listen(at) + ",fork", "PIPE");
  }

  @Override
  public List<String> ping(Address to, int count) {
    return cannot("make round trips");
  }

  @Override
  public List<String> forward(Address from, Address to) {
    return command(listen(from) + ",fork,backlog=4096", connect(to));
  }

  @Override
  public List<String> flows(Address to, int count) {
    return cannot("hold flows on virtual threads");
  }

  @Override
  public boolean reports() {
    return false;
  }

  /**
   * With notices, as one of them says that it listens. One direction may go on for half a minute
   * after the other has ended, instead of half a second.
   */
  private List<String> command(String... words) {
    return Stream.concat(Stream.of("socat", "-d", "-d", "-t30", "-b" + buffer), Stream.of(words))
        .toList();
  }

  private static String listen(Address at) {
    return switch (at) {
      case UnixAddress unix -> "UNIX-LISTEN:" + unix.name();
      case VsockAddress vsock -> "VSOCK-LISTEN:" + vsock.port();
      case TcpAddress tcp -> "TCP-LISTEN:" + tcp.port() + ",bind=127.0.0.1,reuseaddr";
      default -> throw new IllegalArgumentException(at.toString());
    };
  }

  private static String connect(Address to) {
    return switch (to) {
      case UnixAddress unix -> "UNIX-CONNECT:" + unix.name();
      case VsockAddress vsock -> "VSOCK-CONNECT:" + vsock.cid() + ":" + vsock.port();
      case TcpAddress tcp -> "TCP:127.0.0.1:" + tcp.port();
      default -> throw new IllegalArgumentException(to.toString());
    };
  }
}
