package dev.hvsock.cli.windows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The programs of this machine; for a limited time, and with limited output, for nobody here knows
 * what they may do one day. What comes with Windows is taken from its own folders, and not from the
 * folder that the user happens to be in, which Windows would look into first.
 */
public final class SystemPrograms implements Programs {
  /** More than anything that is asked here should say. */
  static final int MOST_BYTES = 4 << 20;

  private static final Pattern CODE_PAGE = Pattern.compile("(\\d{3,5})\\D*$");

  /** The code page of the console; and the one where there is no console, as in Wine. */
  private static final List<List<String>> CODE_PAGE_COMMANDS =
      List.of(
          List.of("chcp.com"),
          List.of(
              "reg.exe",
              "query",
              "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage",
              "/v",
              "OEMCP"));

  private static final List<String> FOLDERS =
      List.of("System32", "System32/WindowsPowerShell/v1.0");

  private final Duration limit;

  /** Such that none may run for longer than {@code limit}. */
  public SystemPrograms(Duration limit) {
    this.limit = limit;
  }

  @Override
  public ProgramEnd run(List<String> command) throws IOException {
    Raw end = raw(command);
    return new ProgramEnd(end.status, text(end.output), text(end.errors));
  }

  private String text(byte[] bytes) {
    return ConsoleText.decode(bytes, this::codePage);
  }

  private static final class Raw {
    private final int status;
    private final byte[] output;
    private final byte[] errors;

    Raw(int status, byte[] output, byte[] errors) {
      this.status = status;
      this.output = output;
      this.errors = errors;
    }
  }

  private Raw raw(List<String> command) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    Process process = start(command);
    try {
      process.getOutputStream().close();
      FutureTask<byte[]> output = reading(process, process.getInputStream());
      FutureTask<byte[]> errors = reading(process, process.getErrorStream());
      if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new TimeoutException();
      }
      return new Raw(process.exitValue(), get(output, end), get(errors, end));
    } catch (TimeoutException e) {
      throw new SocketTimeoutException(
          "run " + command.getFirst() + ": it still ran after " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("run " + command.getFirst() + ": interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> command) throws IOException {
    List<String> located = new ArrayList<>(command);
    located.set(0, locate(command.getFirst()));
    try {
      return new ProcessBuilder(located).start();
    } catch (IOException e) {
      throw new ProgramMissingException(command.getFirst(), e);
    }
  }

  private static String locate(String program) {
    String root = System.getenv("SystemRoot");
    return root == null
        ? program
        : FOLDERS.stream()
            .map(folder -> Path.of(root, folder, program))
            .filter(Files::isRegularFile)
            .findFirst()
            .map(Path::toString)
            .orElse(program);
  }

  /** Reads to the end in a thread of its own, as the other output wants to be read meanwhile. */
  private static FutureTask<byte[]> reading(Process process, InputStream in) {
    FutureTask<byte[]> task = new FutureTask<>(() -> read(process, in));
    Thread.ofPlatform().daemon().name("hvsock-program").start(task);
    return task;
  }

  private static byte[] read(Process process, InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      all.write(piece, 0, n);
      if (all.size() > MOST_BYTES) {
        String program = process.info().command().orElse("a program");
        process.destroyForcibly();
        throw new IOException("run " + program + ": it says more than " + MOST_BYTES + " bytes");
      }
    }
    return all.toByteArray();
  }

  private static byte[] get(FutureTask<byte[]> task, long end)
      throws IOException, InterruptedException, TimeoutException {
    try {
      return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  /** What the console's programs write in. */
  private Charset codePage() {
    return CODE_PAGE_COMMANDS.stream()
        .map(this::number)
        .filter(number -> !number.isEmpty())
        .findFirst()
        .map(ConsoleText::charset)
        .orElse(StandardCharsets.US_ASCII); // the rest is shown as unknown
  }

  /** The number that ends what a program says, whatever else that is; empty if there is none. */
  private String number(List<String> command) {
    try {
      String said = new String(raw(command).output, StandardCharsets.ISO_8859_1);
      Matcher number = CODE_PAGE.matcher(said.strip());
      return number.find() ? number.group(1) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
