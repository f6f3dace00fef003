package dev.hvsock.transfer.files;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.ReceiveOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A transfer without a flow: what a source offers is written to a destination, in one thread. */
final class Copy {
  /** Why what was not taken was not, by path. */
  final Map<String, String> notTaken = new TreeMap<>();

  /** The paths of the files that came. */
  final List<String> taken = new ArrayList<>();

  private Copy() {}

  /** Copies all of a source. */
  static Copy of(SourceTree source, Path folder, ReceiveOptions options) throws IOException {
    Copy copy = new Copy();
    source.refused().forEach(it -> copy.notTaken.put(it.path(), it.reason()));
    try (Destination destination = Destination.open(folder, options)) {
      copy.run(source, destination);
    }
    return copy;
  }

  /** Copies all of some sources. */
  static Copy of(List<Path> sources, Path folder, ReceiveOptions options) throws IOException {
    return of(SourceTree.of(sources), folder, options);
  }

  /** What was not taken though it is not the same already. */
  List<String> keptForOtherReasons() {
    return notTaken.entrySet().stream()
        .filter(it -> !it.getValue().startsWith("SAME"))
        .map(it -> it.getKey() + ": " + it.getValue())
        .toList();
  }

  private void run(SourceTree source, Destination destination) throws IOException {
    List<Entry> entries = source.entries();
    destination.admit(entries.size(), source.bytes());
    List<Decision> decisions = destination.plan(entries, false).decisions();
    destination.makeFolders();
    for (int i = 0; i < entries.size(); i++) {
      String path = entries.get(i).path();
      switch (decisions.get(i)) {
        case Decision.Silent _ -> {}
        case Decision.Kept kept -> notTaken.put(path, kept.why() + ": " + kept.reason());
        case Decision.Want want -> move(source, destination, i, want.offset());
      }
    }
    destination
        .finish()
        .forEach(it -> notTaken.put(entries.get(it.index()).path(), "FAILED: " + it.reason()));
  }

  private void move(SourceTree source, Destination destination, int index, long offset) {
    String path = source.entries().get(index).path();
    try (SourceFile file = source.open(index);
        Arrival arrival = destination.begin(index, offset)) {
      file.position(offset);
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
      while (file.read(buffer) >= 0) {
        arrival.write(buffer.flip());
        buffer.clear();
      }
      file.checkUnchanged();
      arrival.take();
      taken.add(path);
    } catch (IOException e) {
      notTaken.put(path, "FAILED: " + Reasons.of(e));
    }
  }
}
