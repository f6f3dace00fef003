package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transfers by the launcher, which makes Java take files of any name; after packaging. */
@Timeout(180)
class TransferIT {
  private static final String LAUNCHER =
      Path.of("..").toAbsolutePath().normalize().resolve("hvsock").toString();

  @TempDir Path folder;

  /** With nothing in its environment but this, and no locale that is not installed everywhere. */
  private static Tool start(String variable, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=/usr/bin:/bin", variable));
    command.add("JAVA_HOME=" + System.getProperty("java.home"));
    command.add(LAUNCHER);
    command.addAll(List.of(arguments));
    return Tool.program(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LANG=C", "LC_ALL=xx_XX.UTF-8"})
  void takesNamesOfAnyCharactersInAnyLocale(String variable) throws Exception {
    Path tree = PlantedTree.in(folder);
    String address = "unix:" + folder.resolve("s");
    try (Tool receive = start(variable, "receive", address, folder.resolve("in").toString());
        Tool send = start(variable, "send", "--retry=60s", tree.toString(), address)) {
      Tool.End sent = send.end();
      assertEquals(0, sent.code(), sent.talk());
      Tool.End received = receive.end();
      assertEquals(0, received.code(), received.talk());
    }
    assertEquals(PlantedTree.content(tree), PlantedTree.content(folder.resolve("in/tree")));
  }
}
