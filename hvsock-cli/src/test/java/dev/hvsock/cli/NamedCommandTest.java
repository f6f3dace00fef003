package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Reading only what the command line speaks of makes no difference but in time. */
final class NamedCommandTest {
  private static CommandLine forArguments(String... arguments) {
    return Main.commandLine(StandardStreams.ofProcess(), arguments);
  }

  private static CommandLine only(CommandLine tool) {
    assertEquals(1, tool.getSubcommands().size());
    return tool.getSubcommands().values().iterator().next();
  }

  private static String refusal(CommandLine tool, String... arguments) {
    StringWriter err = new StringWriter();
    assertEquals(ExitCode.USAGE.code(), tool.setErr(new PrintWriter(err, true)).execute(arguments));
    return err.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect http://x",
        "connect vsock://42",
        "listen vsock://local:x",
        "forward unix:/a http://x",
        "forward http://x unix:/a",
        "connect",
        "connect unix:/a unix:/b",
        "connect -x unix:/a",
        "perf http://x",
        "send /nowhere/at/all",
        "send unix:/a",
        "send unix:/a /nowhere/at/all unix:/b",
        "receive unix:/a",
        "receive http://x .",
        "receive unix:/a . .",
        "serve unix:/a /nowhere/at/all",
        "get http://x . .",
        "get unix:/a .",
        "put unix:/a",
        "put . unix:/a /nowhere ..",
        "ls http://x",
        "ls unix:/a ../b"
      })
  void saysTheSameAsWithAllCommands(String line) {
    String[] arguments = line.split(" ", -1);
    String all = refusal(Main.commandLine(StandardStreams.ofProcess()), arguments);
    assertNotEquals("", all);
    assertEquals(all, refusal(forArguments(arguments), arguments));
  }

  @Test
  void operandsAloneNeedNoOptions() {
    for (String[] arguments :
        List.of(
            new String[] {"connect", "unix:/a"},
            new String[] {"listen", "unix:/a"},
            new String[] {"forward", "unix:/a", "unix:/b"},
            new String[] {"send", "a", "b", "unix:/a"},
            new String[] {"receive", "unix:/a", "b"},
            new String[] {"serve", "unix:/a", "b"},
            new String[] {"get", "unix:/a", "b", "c", "d"},
            new String[] {"put", "a", "unix:/a", "b"},
            new String[] {"ls", "unix:/a"})) {
      CommandLine command = only(forArguments(arguments));
      assertEquals(arguments[0], command.getCommandName());
      assertTrue(command.getCommandSpec().options().isEmpty(), arguments[0]);
    }
  }

  @Test
  void optionsAreThoseOfTheNamedCommand() {
    CommandLine command = only(forArguments("connect", "--retry", "1s", "unix:/a"));
    assertEquals("connect", command.getCommandName());
    assertFalse(command.getCommandSpec().options().isEmpty());
  }

  @Test
  void completionAndHelpTellOfAllCommands() {
    for (String first : List.of("completion", "--help", "conect")) {
      assertEquals(
          Main.commandLine(StandardStreams.ofProcess()).getSubcommands().keySet(),
          forArguments(first).getSubcommands().keySet());
    }
  }
}
