package dev.hvsock.transfer.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Entry.Kind;
import dev.hvsock.transfer.ReceiveOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** An offer as a peer may make it, whatever its own file system could hold. */
final class Offer {
  static final Instant TIME = Instant.parse("2020-01-02T03:04:05.678901234Z");

  private final List<Entry> entries = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  Offer file(String path, String text) {
    return file(path, text, TIME, 0640);
  }

  Offer file(String path, String text, Instant time, int mode) {
    texts.add(text);
    entries.add(
        new Entry(Kind.FILE, path, text.getBytes(UTF_8).length, time, OptionalInt.of(mode), ""));
    return this;
  }

  /** One that claims this size, and has no bytes. */
  Offer sparse(String path, long size) {
    texts.add("");
    entries.add(new Entry(Kind.FILE, path, size, TIME, OptionalInt.of(0600), ""));
    return this;
  }

  Offer folder(String path) {
    texts.add("");
    entries.add(new Entry(Kind.FOLDER, path, 0, TIME, OptionalInt.of(0755), ""));
    return this;
  }

  Offer link(String path, String target) {
    texts.add("");
    entries.add(new Entry(Kind.LINK, path, 0, TIME, OptionalInt.empty(), target));
    return this;
  }

  List<Entry> entries() {
    return entries;
  }

  /** The bytes of a file. */
  ByteBuffer bytes(int index) {
    return ByteBuffer.wrap(texts.get(index).getBytes(UTF_8));
  }

  /** What a receiver decides, by path; nothing is sent. */
  Map<String, Decision> planned(Path folder, ReceiveOptions options) throws IOException {
    try (Destination destination = Destination.open(folder, options)) {
      List<Decision> decisions = destination.plan(entries, false).decisions();
      Map<String, Decision> planned = new TreeMap<>();
      for (int i = 0; i < decisions.size(); i++) {
        planned.put(entries.get(i).path(), decisions.get(i));
      }
      return planned;
    }
  }

  /** Receives all of it; returns why what was not taken was not, by path. */
  Map<String, String> receive(Path folder, ReceiveOptions options) throws IOException {
    Map<String, String> notTaken = new TreeMap<>();
    try (Destination destination = Destination.open(folder, options)) {
      List<Decision> decisions = destination.plan(entries, false).decisions();
      destination.makeFolders();
      for (int i = 0; i < entries.size(); i++) {
        switch (decisions.get(i)) {
          case Decision.Silent _ -> {}
          case Decision.Kept kept ->
              notTaken.put(entries.get(i).path(), kept.why() + ": " + kept.reason());
          case Decision.Want want -> receive(destination, i, want, notTaken);
        }
      }
      for (Failure failure : destination.finish()) {
        notTaken.put(entries.get(failure.index()).path(), "FAILED: " + failure.reason());
      }
    }
    return notTaken;
  }

  /** Receives one of the files, as if no other were offered. */
  Map<String, String> receiveOnly(int index, Path folder, ReceiveOptions options)
      throws IOException {
    Offer one = new Offer();
    one.entries.add(entries.get(index));
    one.texts.add(texts.get(index));
    return one.receive(folder, options);
  }

  private void receive(
      Destination destination, int index, Decision.Want want, Map<String, String> notTaken) {
    ByteBuffer bytes = bytes(index);
    bytes.position((int) want.offset());
    try (Arrival arrival = destination.begin(index, want.offset())) {
      arrival.write(bytes);
      arrival.take();
    } catch (IOException e) {
      notTaken.put(entries.get(index).path(), "FAILED: " + Reasons.of(e));
    }
  }
}
