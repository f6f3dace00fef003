package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.TransportStatus;
import dev.hvsock.TransportUnavailableException;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The main job in one process: a file from one end of a flow to the other, and its digest back. */
@Command(
    name = "demo",
    description = {
      "Sends FILE, or 64 MiB that it makes, to itself through the best transport there is.",
      "The receiving end answers with the SHA-256 of what it got, which must be that of what was sent."
    })
final class DemoCommand extends BaseCommand {
  private static final long MADE_BYTES = 64L << 20;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "What to send.")
  private @Nullable Path file; // not an Optional, which would not be completed as a path

  @Override
  ExitCode run() throws IOException, InterruptedException {
    if (file != null) {
      check(file);
    }
    Map<String, TransportStatus> transports =
        Hvsock.transports().stream()
            .collect(Collectors.toMap(TransportStatus::transport, Function.identity()));
    TransportStatus loopback = status(transports, "vsock loopback");
    if (loopback.isAvailable()) {
      talk().say("over AF_VSOCK, through this machine's own loopback");
      return send(VsockAddress.local(VsockAddress.ANY_PORT));
    }
    Optional<String> noUnix = status(transports, "unix").unavailable();
    if (noUnix.isPresent()) {
      throw new TransportUnavailableException("demo: " + noUnix.get());
    }
    talk().say("over unix sockets, for AF_VSOCK fails: " + loopback.unavailable().orElse(""));
    Path folder = Files.createTempDirectory("hvsock-demo");
    Path socket = folder.resolve("demo.sock");
    Stopping.run(
        () -> {
          Files.deleteIfExists(socket);
          Files.deleteIfExists(folder);
        });
    try {
      return send(UnixAddress.of(socket));
    } finally {
      Files.deleteIfExists(folder);
    }
  }

  private void check(Path path) {
    if (Files.notExists(path)) {
      throw misuse("demo: '" + path + "' does not exist");
    }
    if (Files.isDirectory(path) || !Files.isReadable(path)) {
      throw misuse("demo: '" + path + "' is not a file that you may read");
    }
  }

  /** A platform where the library has no such transport says why under the other names. */
  private static TransportStatus status(Map<String, TransportStatus> transports, String name) {
    return Optional.ofNullable(transports.get(name))
        .orElseGet(() -> new TransportStatus(name, Optional.of("no " + name + " on this system")));
  }

  private ExitCode send(Address address) throws IOException, InterruptedException {
    try (Listener listener = Hvsock.listen(address);
        DigestedChannel source = source()) {
      Thread.ofVirtual().start(() -> receive(listener));
      long start = System.nanoTime();
      String answer;
      try (Flow flow = Hvsock.connect(listener.localAddress())) {
        Flows.copy(source, flow);
        flow.shutdownOutput();
        answer = new String(flow.inputStream().readAllBytes(), US_ASCII);
      }
      return compare(source, answer, System.nanoTime() - start);
    }
  }

  private DigestedChannel source() throws IOException {
    if (file == null) {
      return new DigestedChannel(new SeededBytes(MADE_BYTES), progressOfBytes(MADE_BYTES));
    }
    FileChannel channel = FileChannel.open(file);
    return new DigestedChannel(channel, progressOfBytes(channel.size()));
  }

  /** The other end: reads until end-of-stream, and answers with what it computed. */
  private void receive(Listener listener) {
    try (Flow flow = listener.accept()) {
      DigestedChannel received = new DigestedChannel(flow, bytes -> {});
      Flows.copy(received, Channels.newChannel(OutputStream.nullOutputStream()));
      flow.write(ByteBuffer.wrap(received.digest().getBytes(US_ASCII)));
    } catch (IOException e) {
      talk().say("the receiving end failed: " + e.getMessage());
    }
  }

  private ExitCode compare(DigestedChannel sent, String answer, long nanos) {
    String digest = sent.digest();
    if (!digest.equals(answer)) {
      talk().fail("demo: sent SHA-256 " + digest + ", but the receiver got '" + answer + "'");
      return ExitCode.FAILED;
    }
    double megabytes = sent.bytes() / 1e6;
    print(
        String.format(
            Locale.ROOT,
            "%d bytes in %s, %.0f MB/s%nSHA-256 %s, the same at both ends%n",
            sent.bytes(),
            DurationText.seconds(Duration.ofNanos(nanos)),
            megabytes / (nanos / 1e9),
            digest));
    return ExitCode.DONE;
  }
}
