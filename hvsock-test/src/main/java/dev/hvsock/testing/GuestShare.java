package dev.hvsock.testing;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder that host and guest both write: the results folder of a run. Its sub-folder {@code
 * lab} is how the host tells the guest's first process what to do, and learns what came of it;
 * {@code hvsock-test/lab/init} lists its files.
 */
record GuestShare(Path folder) {
  private static final int TAIL_CHARACTERS = 4000;
  // The last two are where the lab's own files are, for a guest inside a guest.
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "HVSOCK_LAB_CACHE");
  // The guest ends itself only if this process was killed and cannot; so its limit is later.
  private static final long GUEST_LIMIT_GRACE_SECONDS = 30;

  static GuestShare create(GuestImage image, GuestOptions options, List<String> command)
      throws IOException {
    var share = new GuestShare(Files.createTempDirectory("hvsock-guest-").toRealPath());
    Files.createDirectory(share.folder.resolve("lab"));
    Files.writeString(share.file("settings"), settings(image, options));
    Files.writeString(share.file("command"), script(options, command));
    return share;
  }

  Path file(String name) {
    return folder.resolve("lab").resolve(name);
  }

  boolean hasStarted() {
    return Files.exists(file("started"));
  }

  Instant started() throws IOException {
    return Files.getLastModifiedTime(file("started")).toInstant();
  }

  Instant ended() throws IOException {
    return Files.getLastModifiedTime(file("status")).toInstant();
  }

  /** The text of a file, empty if there is none: a guest may end before it makes one. */
  String text(String name) throws IOException {
    return text(file(name));
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
  }

  String tail(String name) throws IOException {
    return tail(file(name));
  }

  /** The end of a log, empty if there is none. */
  static String tail(Path file) throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    try (SeekableByteChannel log = Files.newByteChannel(file)) {
      // Who writes it decides how long it is; a character has up to 4 bytes.
      log.position(Math.max(0, log.size() - 4L * TAIL_CHARACTERS));
      byte[] end = Channels.newInputStream(log).readNBytes(4 * TAIL_CHARACTERS);
      String text = new String(end, StandardCharsets.UTF_8).replace("\r", "").strip();
      return text.substring(Math.max(0, text.length() - TAIL_CHARACTERS));
    }
  }

  /** What came of a command that has ended. */
  GuestRun outcome(int status, Duration bootTime) throws IOException {
    Duration runTime = Duration.between(started(), ended());
    return new GuestRun(status, text("stdout"), text("stderr"), folder, bootTime, runTime);
  }

  void delete() throws IOException {
    delete(folder);
  }

  /** Deletes a folder with all that is in it; does nothing if there is none. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static String settings(GuestImage image, GuestOptions options) throws IOException {
    return """
        kernel=%s
        modules=%s
        limit=%d
        """
        .formatted(
            quote(image.kernelPackage().toString()),
            quote(String.join(" ", options.allModules())),
            options.limit().toSeconds() + GUEST_LIMIT_GRACE_SECONDS);
  }

  private static String script(GuestOptions options, List<String> command) {
    Map<String, String> variables = new TreeMap<>(System.getenv());
    variables.keySet().retainAll(INHERITED);
    variables.putAll(options.environment());
    String exports =
        variables.entrySet().stream()
            .map(entry -> "export %s=%s\n".formatted(entry.getKey(), quote(entry.getValue())))
            .collect(Collectors.joining());
    String words = command.stream().map(GuestShare::quote).collect(Collectors.joining(" "));
    String folder = quote(Path.of("").toAbsolutePath().toString());
    return "%scd %s || exit 126\nexec %s\n".formatted(exports, folder, words);
  }

  /** The text as one word of the shell. */
  private static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
