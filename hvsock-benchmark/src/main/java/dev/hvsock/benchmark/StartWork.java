package dev.hvsock.benchmark;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * From exec to the first byte: of a Java hello world on its standard output, and of {@code hvsock
 * connect} at its peer.
 */
record StartWork(String name, Path launcher) implements Work {
  static final String HELLO = "Java hello world";
  static final String CONNECT = "hvsock connect";
  static final String VERSION = "hvsock --version";

  @Override
  public void perform(Bench bench) throws IOException, InterruptedException {
    String tool = launcher.toString();
    String java = Jvm.java();
    String classes = System.getProperty("java.class.path");
    List<String> hello = List.of(java, "-cp", classes, HelloWorld.class.getName());
    for (int round = 0; round < bench.amounts().starts(); round++) {
      bench.add(Measure.START, HELLO, untilOutput(bench, hello));
      bench.add(Measure.START, CONNECT, untilArrival(bench, tool));
      bench.add(Measure.START, VERSION, untilOutput(bench, List.of(tool, "--version")));
    }
  }

  private static double untilOutput(Bench bench, List<String> command)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(bench.cpus().both(command))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      if (process.getInputStream().read() < 0) {
        throw new IOException(String.join(" ", command) + ": wrote nothing");
      }
      double millis = (System.nanoTime() - start) / 1e6;
      process.waitFor();
      return millis;
    } finally {
      process.destroyForcibly();
    }
  }

  private static double untilArrival(Bench bench, String tool)
      throws IOException, InterruptedException {
    Path path = bench.folder().resolve("start.sock");
    Path input = Files.writeString(bench.folder().resolve("start.input"), "x");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      long start = System.nanoTime();
      List<String> command = List.of(tool, "connect", "unix:" + path);
      Process process =
          new ProcessBuilder(bench.cpus().both(command))
              .redirectInput(input.toFile())
              .redirectErrorStream(true)
              .start();
      try (SocketChannel flow = listener.accept()) {
        if (flow.read(ByteBuffer.allocate(1)) != 1) {
          throw new IOException(String.join(" ", command) + ": sent nothing");
        }
        return (System.nanoTime() - start) / 1e6;
      } finally {
        process.waitFor();
      }
    } finally {
      Files.deleteIfExists(path);
    }
  }
}
