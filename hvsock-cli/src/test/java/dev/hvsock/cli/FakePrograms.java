package dev.hvsock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Shell scripts that have the names of Windows' programs and print what these print.
 *
 * @param folder where they are
 */
record FakePrograms(Path folder) {
  /** The id of the one virtual machine. */
  static final String MACHINE = "6e5b3c1a-58e2-4a1b-9b7e-0d8f4f4e9b11";

  /** Writes them into {@code folder}. */
  static FakePrograms in(Path folder) throws IOException {
    FakePrograms programs = new FakePrograms(folder);
    programs.script("chcp.com", "printf 'Aktive Codepage: 850.\\r\\n'");
    programs.script("whoami.exe", "printf '\"x\",\"S-1-16-8192\"\\r\\n'");
    programs.script(
        "reg.exe",
        """
        home="HKEY_LOCAL_MACHINE\\\\SOFTWARE\\\\Microsoft\\\\Windows NT\\\\CurrentVersion"
        keys=$(dirname "$0")/keys
        case "$1 $2" in
          "query $home") printf '\\r\\n%s\\r\\n    CurrentBuild    REG_SZ    19045\\r\\n' "$home" ;;
          "query "*)
            [ -e "$keys" ] || { printf 'FEHLER: Schl\\201ssel nicht gefunden.\\r\\n' >&2; exit 1; }
            printf '\\r\\n'; cat "$keys" ;;
          "add "*) printf '%s\\r\\n    %s    %s    %s\\r\\n\\r\\n' "$2" "$4" "$6" "$8" >>"$keys" ;;
          "delete "*) rm "$keys" ;;
          *) exit 1 ;;
        esac
        """);
    programs.script(
        "powershell.exe",
        "printf '[{\"name\":\"Gr\\303\\266\\303\\237e\",\"id\":\"%s\",\"state\":\"Running\"}]\\r\\n' "
            + MACHINE);
    // Its own messages are UTF-16.
    programs.script(
        "wsl.exe", "printf 'N\\000i\\000c\\000h\\000t\\000!\\000\\r\\000\\n\\000'; exit 255");
    return programs;
  }

  /** Writes one more, or another in place of one. */
  void script(String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Starts the tool as if these were Windows' own, in a JVM with {@code options} besides. */
  Tool start(List<String> options, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(options);
    all.addAll(
        List.of("-Dos.name=Windows 10", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
    List<String> command =
        new ArrayList<>(List.of("env", "PATH=" + folder + ":" + System.getenv("PATH")));
    command.addAll(Tool.java(all.toArray(String[]::new)));
    command.addAll(List.of(arguments));
    return Tool.program(command);
  }
}
