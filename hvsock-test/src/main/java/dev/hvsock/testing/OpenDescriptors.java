package dev.hvsock.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The descriptors of this process that somebody has to close, on Linux; none elsewhere.
 *
 * @param names by number
 */
record OpenDescriptors(Map<Integer, String> names) {
  static final OpenDescriptors NONE = new OpenDescriptors(Map.of());

  private static final Path FOLDER = Path.of("/proc/self/fd");

  /** What is opened on first use and kept: events, devices, the class path, and this folder. */
  private static final Pattern KEPT =
      Pattern.compile("anon_inode:.*|/dev/.*|/proc/.*|.*\\.jar|.*/lib/modules");

  static {
    openWhatTheJdkKeeps();
  }

  /** Sockets of the JDK hold one for all, which they open on first use. */
  private static void openWhatTheJdkKeeps() {
    try {
      SocketChannel.open().close();
      new ServerSocket().close();
    } catch (IOException e) {
      // Where there are no sockets, a test does not leave any.
    }
  }

  static OpenDescriptors now() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return NONE;
    }
    Map<Integer, String> names = new TreeMap<>();
    try (Stream<Path> links = Files.list(FOLDER)) {
      links.forEach(
          link ->
              name(link)
                  .filter(name -> !KEPT.matcher(name).matches())
                  .ifPresent(
                      name -> names.put(Integer.valueOf(link.getFileName().toString()), name)));
    }
    return new OpenDescriptors(names);
  }

  /** Empty if it was closed meanwhile. */
  private static Optional<String> name(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A line for each that is not in {@code before}. */
  List<String> without(OpenDescriptors before) {
    return names.entrySet().stream()
        .filter(each -> !before.names.entrySet().contains(each))
        .map(each -> "descriptor " + each.getKey() + ": " + each.getValue())
        .toList();
  }
}
