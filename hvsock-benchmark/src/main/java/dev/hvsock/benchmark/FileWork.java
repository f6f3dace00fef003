package dev.hvsock.benchmark;

import dev.hvsock.Address;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** One large file, in the page cache, to a C sink: by the library, and by socat. */
record FileWork(String name, Jvm jvm) implements Work {
  private static final int PIECE = 1 << 20;

  @Override
  public void perform(Bench bench) throws IOException, InterruptedException {
    Path file = bench.folder().resolve("large");
    fill(file, bench.amounts().fileBytes());
    bench.inRounds(
        () -> {
          bench.add(Measure.FILE, Socat.NAME, send(bench, file, false));
          bench.add(Measure.FILE, HvsockTool.NAME, send(bench, file, true));
        });
  }

  private static void fill(Path file, long bytes) throws IOException {
    byte[] piece = new byte[PIECE];
    new Random(1).nextBytes(piece);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = bytes; left > 0; left -= PIECE) {
        out.write(piece, 0, (int) Math.min(left, PIECE));
      }
    }
  }

  private double send(Bench bench, Path file, boolean byLibrary)
      throws IOException, InterruptedException {
    Address address = bench.fresh();
    List<String> command =
        byLibrary
            ? jvm.run(FileSender.class.getName(), List.of(address.toString(), file.toString()))
            : Socat.large().sendFile(file, address);
    try (Program sink = bench.near(bench.c().sink(address))) {
      long start = System.nanoTime();
      try (Program source = bench.far(Cpus.Placement.TWO_CPUS, command)) {
        source.end();
        Figures received = sink.figures();
        double outside = Files.size(file) * 1e3 / (System.nanoTime() - start);
        if (received.number("bytes") != Files.size(file)) {
          throw new IOException(String.join(" ", command) + ": lost bytes: " + received);
        }
        return byLibrary ? source.figures().number("mbPerSecond") : outside;
      }
    }
  }
}
