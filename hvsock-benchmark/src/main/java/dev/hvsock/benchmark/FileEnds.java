package dev.hvsock.benchmark;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Sends or receives the same a few times with the library, and tells how long the last took. */
final class FileEnds {
  /** How often. */
  static final int COUNT = 4;

  private FileEnds() {}

  public static void main(String[] words) throws IOException {
    Address address = Address.parse(words[1]);
    Path path = Path.of(words[2]);
    if (words[0].equals("send")) {
      send(path, address);
    } else {
      receive(address, path);
    }
  }

  private static void send(Path source, Address to) throws IOException {
    double seconds = 0;
    for (int i = 0; i < COUNT; i++) {
      try (Flow flow = Hvsock.connect(to)) {
        long start = System.nanoTime();
        Transfer.send(flow, List.of(source), options -> {});
        seconds = (System.nanoTime() - start) / 1e9;
      }
    }
    System.out.printf(Locale.ROOT, "{\"seconds\": %.6f}%n", seconds);
  }

  private static void receive(Address at, Path folder) throws IOException {
    try (Listener listener = Hvsock.listen(at)) {
      System.err.println("listening");
      for (int i = 0; i < COUNT; i++) {
        try (Flow flow = listener.accept()) {
          Path target = folder.resolve(Integer.toString(i));
          Transfer.receive(flow, target, options -> {});
        }
      }
    }
  }
}
