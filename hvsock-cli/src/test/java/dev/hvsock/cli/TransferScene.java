package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.testing.GuestLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A guest that knows the tool by its name, and shell scripts on this machine. */
final class TransferScene {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private TransferScene() {}

  /** Packs the tool into {@code folder}, as a program. */
  static Path tool(Path folder) throws Exception {
    PackedTool packed = PackedTool.in(Files.createDirectory(folder.resolve("packed")));
    return packed.asProgram(folder.resolve("bin"));
  }

  /** Boots a guest that has the tool. */
  static GuestShell boot(GuestLab lab, Path tool) throws IOException {
    String path = tool.getParent() + ":" + System.getenv("PATH");
    GuestLab named = lab.environment("PATH", path).environment("LC_ALL", "C.UTF-8");
    GuestShell guest = GuestShell.prepare(named, "", tool);
    guest.guest().boot();
    return guest;
  }

  /** Runs a script on this machine to its end, which has to be a good one. */
  static String shell(String script) throws Exception {
    try (Tool shell = Tool.shell(script)) {
      Tool.End end = shell.end(PATIENCE);
      assertEquals(0, end.code(), () -> script + "\n" + end.output() + end.talk());
      return end.output();
    }
  }
}
