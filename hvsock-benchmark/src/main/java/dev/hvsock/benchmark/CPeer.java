package dev.hvsock.benchmark;

import dev.hvsock.Address;
import dev.hvsock.TcpAddress;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The plain C loops of {@code peer.c}. */
record CPeer(Path program) implements Contender {
  static final String NAME = "C";

  private static final String SOURCE = "hvsock-benchmark/src/main/c/peer.c";

  /** Compiles it. */
  static CPeer compile(Path repository, Path folder) throws IOException, InterruptedException {
    Path program = folder.resolve("peer");
    List<String> command =
        List.of(
            "gcc",
            "-O2",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-o",
            program.toString(),
            repository.resolve(SOURCE).toString(),
            "-pthread");
    try (Program gcc = Program.start(folder, command)) {
      gcc.end();
    }
    return new CPeer(program);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> sink(Address at) {
    return List.of(program.toString(), "sink", text(at));
  }

  @Override
  public List<String> source(Address to, long bytes) {
    return List.of(program.toString(), "source", text(to), "--bytes", Long.toString(bytes));
  }

  @Override
  public List<String> echo(Address at) {
    return List.of(program.toString(), "echo", text(at));
  }

  @Override
  public List<String> ping(Address to, int count) {
    return List.of(program.toString(), "ping", text(to), "--count", Integer.toString(count));
  }

  @Override
  public List<String> forward(Address from, Address to) {
    return List.of(program.toString(), "copy", text(from), text(to));
  }

  @Override
  public List<String> flows(Address to, int count) {
    return cannot("hold flows on virtual threads");
  }

  /** So many flows at once to an echo, each with so many bytes. */
  List<String> storm(Address to, int count, long bytes) {
    return List.of(
        program.toString(),
        "storm",
        text(to),
        "--count",
        Integer.toString(count),
        "--bytes",
        Long.toString(bytes));
  }

  private static String text(Address address) {
    return switch (address) {
      case UnixAddress unix -> "unix:" + unix.name();
      case VsockAddress vsock -> "vsock:" + vsock.cid() + ":" + vsock.port();
      case TcpAddress tcp -> "tcp:" + tcp.port();
      default -> throw new IllegalArgumentException(address.toString());
    };
  }
}
