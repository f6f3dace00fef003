package dev.hvsock.cli;

import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import dev.hvsock.transfer.Transfer;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Does once what users of the tool do most, while the JVM records what it loads for that. Whoever
 * makes a start-up cache runs this in place of {@link Main}; it is no command.
 */
public final class Rehearsal {
  private static final int BYTES = 1 << 20;

  private static final int SMALL_FILES = 20;

  private static final String INBOX = "inbox";

  private final Path folder;

  private final Path content;

  private Rehearsal(Path folder, Path content) {
    this.folder = folder;
    this.content = content;
  }

  /** Fails if anything that is rehearsed does. */
  public static void main(String[] args) throws Exception {
    Main.main(new String[] {"--version"});
    Path folder = Files.createTempDirectory("hvsock-rehearsal");
    Path content = Files.write(folder.resolve("content"), new byte[BYTES]);
    try {
      Rehearsal rehearsal = new Rehearsal(folder, content);
      rehearsal.help();
      rehearsal.connect();
      rehearsal.listen();
      rehearsal.forward();
      rehearsal.serve();
      rehearsal.send();
      rehearsal.get();
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
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
                      flow.write(ByteBuffer.allocate(BYTES));
                      flow.shutdownOutput();
                    } catch (IOException e) {
                      flow.abort();
                    }
                  });
      flow.inputStream().readAllBytes();
      writer.join();
    }
  }

  private void send() throws IOException, InterruptedException {
    send(content);
    Path tree = Files.createDirectory(folder.resolve("tree"));
    for (int i = 0; i < SMALL_FILES; i++) {
      Files.write(tree.resolve("small" + i), new byte[i]);
    }
    send(tree);
  }

  private void send(Path what) throws InterruptedException {
    Thread receiving = start("receive", at("send").toString(), inbox());
    run(ExitCode.DONE, "send", "--retry", "10s", what.toString(), at("send").toString());
    receiving.join();
  }

  private void get() throws IOException {
    try (Server server = Hvsock.serve(at("get"), Transfer.server(folder, serve -> {}))) {
      String address = server.localAddress().toString();
      run(ExitCode.DONE, "ls", address);
      run(ExitCode.DONE, "get", address, content.getFileName().toString(), inbox());
    }
  }

  private String inbox() {
    return folder.resolve(INBOX).toString();
  }

  private UnixAddress at(String name) {
    return UnixAddress.of(folder.resolve(name));
  }

  private Thread start(String... arguments) {
    return Thread.ofPlatform().daemon().start(() -> run(ExitCode.DONE, arguments));
  }

  private void run(ExitCode expected, String... arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    // Of the kind that a process is given.
    try (FileInputStream in = new FileInputStream(content.toFile());
        FileOutputStream out = new FileOutputStream("/dev/null")) {
      int code =
          Main.commandLine(new StandardStreams(in.getChannel(), out.getChannel()), arguments)
              .setOut(nowhere)
              .setErr(nowhere)
              .execute(arguments);
      if (code != expected.code()) {
        throw new IllegalStateException(String.join(" ", arguments) + ": exit code " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
