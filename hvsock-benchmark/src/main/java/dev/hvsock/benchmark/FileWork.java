package dev.hvsock.benchmark;

import dev.hvsock.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Files from one folder to another, both in memory, as no disk is to be measured: by socat, by the
 * tool, and by the library in JVMs that have done so before. The tool and the library verify what
 * they move.
 *
 * <p>The clock runs from the start of who sends to the end of both. Both CPUs are there for both
 * ends, of which each has several threads or processes.
 *
 * @param set what is moved
 * @param carriers by whom
 */
record FileWork(String name, FileSet set, List<FileCarrier> carriers) implements Work {
  private static final Path MEMORY = Path.of("/dev/shm");

  @Override
  public void perform(Bench bench) throws IOException, InterruptedException {
    Path parent = Files.isWritable(MEMORY) ? MEMORY : bench.folder();
    Path folder = Files.createTempDirectory(parent, "hvsock-benchmark");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    try {
      Path source = folder.resolve("source");
      double amount = set.fill(Files.createDirectory(source), bench.amounts());
      bench.inRounds(
          () -> {
            for (FileCarrier carrier : carriers) {
              Path target = Files.createDirectory(folder.resolve("target"));
              double seconds = carry(bench, carrier, source, target);
              set.check(source, carrier.arrived(target));
              delete(target);
              bench.add(set.measure(), carrier.name(), amount / seconds);
            }
          });
    } finally {
      delete(folder);
    }
  }

  private double carry(Bench bench, FileCarrier carrier, Path source, Path target)
      throws IOException, InterruptedException {
    Address address = bench.fresh();
    try (Program receiver = bench.freeListener(carrier.receive(address, target))) {
      long start = System.nanoTime();
      try (Program sender = bench.free(carrier.send(source.resolve(set.top()), address))) {
        sender.end();
        receiver.end();
        double outside = (System.nanoTime() - start) / 1e9;
        return carrier.reports() ? sender.figures().number("seconds") : outside;
      }
    }
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              return FileVisitResult.CONTINUE; // it is gone already
            }

            @Override
            public FileVisitResult postVisitDirectory(Path done, java.io.IOException failure)
                throws IOException {
              Files.deleteIfExists(done);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
