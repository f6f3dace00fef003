package dev.hvsock.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.transfer.TestVector.Said;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The library's part in a conversation.
 *
 * @param end which one it is
 * @param folder an empty one, for all that there is on disk
 * @param patience with the other end
 */
record LibraryPart(TestVector vector, String end, Path folder, Duration patience) {
  /** Changed conversations may speak of any size; these have less. */
  private static final long MOST_BYTES = 1 << 20;

  private Path served() {
    return folder.resolve("served");
  }

  private Path received() {
    return vector.name().equals("put") ? served().resolve("notes") : folder.resolve("received");
  }

  /** Where it may change anything at all. */
  Path ground() {
    return vector.name().equals("put") ? served() : received();
  }

  /** What is where. */
  void prepare() throws Exception {
    List<Entry> entries = VectorFolder.entries(vector);
    if (end.equals("sender") || (vector.name().equals("put") && end.equals("asker"))) {
      VectorFolder.make(entries, folder.resolve("sources"));
      if (vector.name().equals("passed-over")) {
        Path pipe = folder.resolve("sources/notes/pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        Files.setLastModifiedTime(pipe.getParent(), FileTime.from(entries.get(0).modified()));
      }
    } else if (end.equals("server") && !vector.name().equals("put")) {
      VectorFolder.make(entries, served().resolve("notes"));
    } else {
      prepareReceived();
    }
  }

  private void prepareReceived() throws Exception {
    Files.createDirectories(received());
    List<Entry> entries = VectorFolder.entries(vector);
    switch (vector.name()) {
      case "resumed" ->
          VectorFolder.leavePartial(received(), "poem", "the first half,".getBytes(UTF_8));
      case "begun-anew" ->
          VectorFolder.leavePartial(received(), "poem", "something else,".getBytes(UTF_8));
      case "kept" -> {
        Files.writeString(received().resolve("kept"), "something else");
        VectorFolder.make(List.of(entries.get(2)), received());
      }
      case "put" -> {
        Path old = Files.writeString(received().resolve("hello"), "older");
        Files.setLastModifiedTime(old, FileTime.from(entries.get(0).modified().minusSeconds(1)));
      }
      default -> {}
    }
  }

  Optional<TransferReport> run(Flow flow) throws IOException {
    return switch (end) {
      case "sender" -> Optional.of(send(flow));
      case "receiver" -> Optional.of(Transfer.receive(flow, received(), this::set));
      case "asker" -> ask(flow);
      default -> {
        Transfer.server(
                served(),
                options ->
                    options
                        .sending(each -> each.patience(patience))
                        .receiving(each -> set(each).overwrite(Overwrite.ALWAYS)))
            .handle(flow);
        yield Optional.empty();
      }
    };
  }

  private TransferReport send(Flow flow) throws IOException {
    boolean rehearsal = vector.name().equals("rehearsed-by-sender");
    return Transfer.send(
        flow, sources(), options -> options.patience(patience).rehearsal(rehearsal));
  }

  private List<Path> sources() {
    return VectorFolder.entries(vector).stream()
        .map(Entry::path)
        .filter(path -> !path.contains("/"))
        .map(folder.resolve("sources")::resolve)
        .toList();
  }

  private ReceiveOptions set(ReceiveOptions options) {
    boolean rehearsal = vector.name().equals("rehearsed-by-receiver");
    return options.patience(patience).resume(true).rehearsal(rehearsal).maxBytes(MOST_BYTES);
  }

  private Optional<TransferReport> ask(Flow flow) throws IOException {
    return switch (vector.name()) {
      case "get" -> Optional.of(Transfer.get(flow, List.of("notes/hello"), received(), this::set));
      case "refused" -> Optional.of(Transfer.get(flow, List.of("nothing"), received(), this::set));
      case "put" ->
          Optional.of(
              Transfer.put(
                  flow,
                  sources(),
                  "notes",
                  options -> options.patience(patience).overwrite(Overwrite.OLDER)));
      default -> {
        assertEquals(VectorFolder.entries(vector), Transfer.list(flow, "notes", this::set));
        yield Optional.empty();
      }
    };
  }

  void check(FutureTask<Optional<TransferReport>> task) throws Exception {
    if (vector.name().equals("refused") || vector.name().equals("broken")) {
      ExecutionException e = assertThrows(ExecutionException.class, task::get);
      boolean broken = vector.name().equals("broken");
      Class<?> expected = broken ? ProtocolException.class : TransferRefusedException.class;
      assertInstanceOf(expected, e.getCause());
      return;
    }
    Optional<TransferReport> report = task.get();
    Optional<Said> summary =
        vector.said().stream().filter(said -> said.name().equals("SUMMARY")).findFirst();
    if (report.isPresent() && summary.isPresent()) {
      checkReport(report.get(), ByteBuffer.wrap(summary.get().bytes()).position(5));
    }
    if (end.equals("receiver") || (vector.name().equals("get") && end.equals("asker"))) {
      checkFiles();
    }
  }

  private void checkReport(TransferReport report, ByteBuffer summary) {
    assertEquals(summary.getInt(), report.taken());
    int passedOver = vector.name().equals("passed-over") ? 1 : 0;
    assertEquals(summary.getInt() + passedOver, report.notTaken());
    assertEquals(summary.getLong(), report.bytes());
    assertEquals(vector.name().startsWith("rehearsed"), report.rehearsal());
  }

  /** What has a digest in its END is there, and nothing else is new. */
  private void checkFiles() throws IOException {
    boolean rehearsal = vector.name().startsWith("rehearsed");
    boolean damaged = vector.name().equals("wrong-digest");
    for (Entry entry : VectorFolder.entries(vector)) {
      boolean lost = entry.path().equals("first") || entry.path().equals("kept");
      Path path = received().resolve(entry.path());
      if (rehearsal || damaged || lost) {
        assertTrue(!Files.exists(path) || entry.path().equals("kept"), entry::path);
      } else if (entry.kind() == Entry.Kind.FILE) {
        assertArrayEquals(VectorFolder.content(entry), Files.readAllBytes(path));
        assertEquals(entry.modified(), Files.getLastModifiedTime(path).toInstant());
      } else {
        assertTrue(Files.exists(path), entry::path);
      }
    }
  }
}
