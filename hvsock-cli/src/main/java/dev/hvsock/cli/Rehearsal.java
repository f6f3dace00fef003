package dev.hvsock.cli;

import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Does once what users of the tool do most, while the JVM records what it loads for that. Whoever
 * makes a start-up cache runs this in place of {@link Main}; it is no command.
 */
public final class Rehearsal {
  private static final byte[] CONTENT = new byte[1 << 20];

  private final Path folder;

  private Rehearsal(Path folder) {
    this.folder = folder;
  }

  /** Fails if anything that is rehearsed does. */
  public static void main(String[] args) throws Exception {
    Main.main(new String[] {"--version"});
    Path folder = Files.createTempDirectory("hvsock-rehearsal");
    try {
      Rehearsal rehearsal = new Rehearsal(folder);
      rehearsal.help();
      rehearsal.connect();
      rehearsal.listen();
      rehearsal.forward();
      rehearsal.serve();
    } finally {
      Files.deleteIfExists(folder);
    }
  }

  private void help() {
    run(ExitCode.DONE, "--help");
    run(ExitCode.DONE, "connect", "--help");
    run(ExitCode.NOBODY_LISTENING, "connect", at("nobody").toString());
  }

  private void connect() throws IOException {
    try (Server echo = Hvsock.serve(at("echo"), flow -> Flows.copy(flow, flow))) {
      run(ExitCode.DONE, "connect", echo.localAddress().toString());
    }
  }

  private void listen() throws InterruptedException {
    Thread listening = start("listen", at("listen").toString());
    run(ExitCode.DONE, "connect", "--retry", "10s", at("listen").toString());
    listening.join();
  }

  private void forward() throws InterruptedException {
    Thread target = start("listen", "-q", at("to").toString());
    Thread forwarding =
        start("forward", "--once", "--retry", "10s", at("from").toString(), at("to").toString());
    run(ExitCode.DONE, "connect", "--retry", "10s", at("from").toString());
    forwarding.join();
    target.join();
  }

  /** What commands that stay do for each of their flows: on virtual threads. */
  private void serve() throws IOException, InterruptedException {
    try (Server echo = Hvsock.serve(at("serve"), flow -> Flows.copy(flow, flow));
        Flow flow = Hvsock.connect(echo.localAddress())) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      flow.write(ByteBuffer.wrap(CONTENT));
                      flow.shutdownOutput();
                    } catch (IOException e) {
                      flow.abort();
                    }
                  });
      flow.inputStream().readAllBytes();
      writer.join();
    }
  }

  private UnixAddress at(String name) {
    return UnixAddress.of(folder.resolve(name));
  }

  private static Thread start(String... arguments) {
    return Thread.ofPlatform().daemon().start(() -> run(ExitCode.DONE, arguments));
  }

  private static void run(ExitCode expected, String... arguments) {
    InputStream in = new ByteArrayInputStream(CONTENT);
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    int code =
        Main.commandLine(new StandardStreams(in, OutputStream.nullOutputStream()), arguments)
            .setOut(nowhere)
            .setErr(nowhere)
            .execute(arguments);
    if (code != expected.code()) {
      throw new IllegalStateException(String.join(" ", arguments) + ": exit code " + code);
    }
  }
}
