package dev.hvsock.cli.windows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A machine whose programs answer in the words and forms of Windows; what they answer is set by a
 * test. Its registry keeps what is written into it.
 */
public final class FakeWindows implements Programs {
  private static final String SERVICES =
      "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization"
          + "\\GuestCommunicationServices\\";
  private static final ProgramEnd NOT_FOUND =
      new ProgramEnd(
          1, "", "ERROR: The system was unable to find the specified registry key or value.\r\n");

  /** The name of each service, by its key's name. */
  public final Map<String, String> registry = new LinkedHashMap<>();

  /** What was run. */
  public final List<List<String>> commands = new ArrayList<>();

  public boolean elevated = true;
  public String build = "22631";
  public ProgramEnd powershell = new ProgramEnd(0, "[]\r\n", "");
  public ProgramEnd running = new ProgramEnd(0, "", "");
  public ProgramEnd wslinfo = new ProgramEnd(1, "", "not asked for\n");
  public boolean wslInstalled = true;

  @Override
  public ProgramEnd run(List<String> command) throws ProgramMissingException {
    commands.add(command);
    return switch (command.getFirst()) {
      case "reg.exe" -> reg(command);
      case "whoami.exe" ->
          new ProgramEnd(
              0,
              "\"Everyone\",\"Well-known group\",\"S-1-1-0\",\"Mandatory group\"\r\n"
                  + (elevated
                      ? "\"Mandatory Label\\High Mandatory Level\",\"Label\",\"S-1-16-12288\",\"\"\r\n"
                      : "\"Mandatory Label\\Medium Mandatory Level\",\"Label\",\"S-1-16-8192\",\"\"\r\n"),
              "");
      case "powershell.exe" -> powershell;
      case "wsl.exe" -> wsl(command);
      default -> throw new ProgramMissingException(command.getFirst(), new java.io.IOException());
    };
  }

  private ProgramEnd reg(List<String> command) {
    String key = command.get(2);
    return switch (command.get(1)) {
      case "query" -> key.equals(Registry.WINDOWS) ? windows() : services();
      case "add" -> elevated ? add(key, command) : denied();
      case "delete" -> !elevated ? denied() : delete(key);
      default -> new ProgramEnd(1, "", "ERROR: Invalid syntax.\r\n");
    };
  }

  private ProgramEnd add(String key, List<String> command) {
    registry.put(key.substring(SERVICES.length()), command.get(command.indexOf("/d") + 1));
    return new ProgramEnd(0, "The operation completed successfully.\r\n", "");
  }

  private ProgramEnd delete(String key) {
    return registry.remove(key.substring(SERVICES.length())) == null
        ? NOT_FOUND
        : new ProgramEnd(0, "The operation completed successfully.\r\n", "");
  }

  private static ProgramEnd denied() {
    return new ProgramEnd(1, "", "ERROR: Access is denied.\r\n");
  }

  private ProgramEnd windows() {
    return new ProgramEnd(
        0,
        "\r\n%s\r\n    CurrentBuild    REG_SZ    %s\r\n    DisplayVersion    REG_SZ    23H2\r\n\r\n"
            .formatted(Registry.WINDOWS, build),
        "");
  }

  private ProgramEnd services() {
    if (registry.isEmpty()) {
      return NOT_FOUND;
    }
    StringBuilder output = new StringBuilder("\r\n");
    registry.forEach(
        (id, name) ->
            output.append(
                "%s%s\r\n    ElementName    REG_SZ    %s\r\n\r\n".formatted(SERVICES, id, name)));
    return new ProgramEnd(0, output.toString(), "");
  }

  private ProgramEnd wsl(List<String> command) throws ProgramMissingException {
    if (!wslInstalled) {
      throw new ProgramMissingException("wsl.exe", new java.io.IOException());
    }
    return command.contains("--running") ? running : wslinfo;
  }
}
