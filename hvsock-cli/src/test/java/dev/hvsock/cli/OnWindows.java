package dev.hvsock.cli;

import dev.hvsock.cli.windows.Programs;
import dev.hvsock.cli.windows.WindowsHost;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/** The tool as if this machine ran Windows and had these programs. */
final class OnWindows {
  private OnWindows() {}

  /** Runs the tool in this process. */
  static Tool.End run(Programs programs, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine(
                StandardStreams.ofProcess(),
                () -> Optional.of(new WindowsHost(programs)),
                arguments)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Tool.End(code, out.toString(), err.toString().strip());
  }
}
