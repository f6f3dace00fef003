package dev.hvsock.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One of the three descriptors that the process was started with: what is behind it. */
enum StandardStream {
  INPUT(0),
  OUTPUT(1),
  ERROR(2);

  private static final int FIFO = 0x1;
  private static final int SOCKET = 0xC;

  private final Path path;

  StandardStream(int descriptor) {
    path = Path.of("/proc/self/fd/" + descriptor);
  }

  /** Whether a person sits there. Where there is no /proc, the console speaks for all three. */
  @SuppressWarnings("SystemConsoleNull") // on 25 it may be null again
  boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(path).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      Console console = System.console();
      return console != null && console.isTerminal();
    }
  }

  /**
   * Whether writing that failed with {@code failure} means that the reader went away, as {@code
   * head} does. The failure's words are in the user's language; what kind of file it is is not.
   */
  boolean hasLostReader(IOException failure) {
    try {
      int kind = (int) Files.getAttribute(path, "unix:mode") >> 12;
      return kind == FIFO || kind == SOCKET;
    } catch (IOException | UnsupportedOperationException e) {
      return String.valueOf(failure.getMessage()).contains("pipe");
    }
  }
}
