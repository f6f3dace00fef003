package dev.hvsock.cli;

import dev.hvsock.Capture;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that can write down what goes through their flows. */
final class CaptureOptions {
  private static final Path STANDARD_OUTPUT = Path.of("-");

  @Option(
      names = "--capture",
      paramLabel = "FILE",
      description = {
        "Write what goes through each flow to FILE as packets, for Wireshark, tshark and tcpdump.",
        "A capture that is there is replaced, no other file is. - is standard output."
      })
  private Optional<Path> file = Optional.empty();

  /**
   * Begins what was asked for. Whoever ends the process leaves it whole.
   *
   * @param grace for how long flows may go on when the process is told to end
   */
  Recording begin(Duration grace, Talk talk) throws IOException {
    return file.isPresent()
        ? new Recording(Optional.of(capture(file.get())), grace, talk)
        : new Recording(Optional.empty(), grace, talk);
  }

  private static Capture capture(Path file) throws IOException {
    return file.equals(STANDARD_OUTPUT)
        ? Capture.to(new FileOutputStream(FileDescriptor.out), "standard output")
        : Capture.to(file);
  }
}
