package dev.hvsock.cli.windows;

import java.util.List;

/**
 * A change of the registry.
 *
 * @param content what a file to be imported by {@code regedit} would say, without its first line
 * @param command what makes it
 */
public record RegistryChange(String content, List<String> command) {
  private static final String HEAD = "Windows Registry Editor Version 5.00";

  static RegistryChange addition(String key, String name, String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return new RegistryChange(
        "[%s]%n\"%s\"=\"%s\"".formatted(key, name, escaped), Registry.addition(key, name, text));
  }

  static RegistryChange deletion(String key) {
    return new RegistryChange("[-%s]".formatted(key), Registry.deletion(key));
  }

  /** The command as it is typed at a prompt. */
  public String commandText() {
    return CommandText.of(command);
  }

  /** The change as a file that {@code regedit} imports, with the command as a comment. */
  public String text() {
    return "%s%n%n; %s%n%s%n".formatted(HEAD, commandText(), content);
  }
}
