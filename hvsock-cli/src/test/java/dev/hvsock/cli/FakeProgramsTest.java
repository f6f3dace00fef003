package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tool as a process of its own that takes this machine for one with Windows, whose programs it
 * finds on its PATH as shell scripts: all but Windows itself is what users run.
 */
@Timeout(120)
final class FakeProgramsTest {
  private static final String ID = "6e5b3c1a-58e2-4a1b-9b7e-0d8f4f4e9b11";

  @TempDir Path folder;

  @BeforeEach
  void programs() throws IOException {
    script("chcp.com", "printf 'Aktive Codepage: 850.\\r\\n'");
    script("whoami.exe", "printf '\"x\",\"S-1-16-8192\"\\r\\n'");
    script(
        "reg.exe",
        """
        home="HKEY_LOCAL_MACHINE\\\\SOFTWARE\\\\Microsoft\\\\Windows NT\\\\CurrentVersion"
        keys=$(dirname "$0")/keys
        case "$1 $2" in
          "query $home") printf '\\r\\n%s\\r\\n    CurrentBuild    REG_SZ    19045\\r\\n' "$home" ;;
          "query "*)
            [ -e "$keys" ] || { printf 'FEHLER: Schl\\201ssel nicht gefunden.\\r\\n' >&2; exit 1; }
            printf '\\r\\n'; cat "$keys" ;;
          "add "*) [ -w "$(dirname "$0")" ] && printf '%s\\r\\n    %s    %s    %s\\r\\n\\r\\n' "$2" "$4" "$6" "$8" >>"$keys" ;;
          "delete "*) rm "$keys" ;;
          *) exit 1 ;;
        esac
        """);
    script(
        "powershell.exe",
        "printf '[{\"name\":\"Gr\\303\\266\\303\\237e\",\"id\":\""
            + ID
            + "\",\"state\":\"Running\"}]\\r\\n'");
    // Its own messages are UTF-16.
    script("wsl.exe", "printf 'N\\000i\\000c\\000h\\000t\\000!\\000\\r\\000\\n\\000'; exit 255");
  }

  private void script(String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Tool.End run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("env", "PATH=" + folder + ":" + System.getenv("PATH")));
    command.addAll(
        Tool.java("-Dos.name=Windows 10", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
    command.addAll(List.of(arguments));
    try (Tool tool = Tool.program(command)) {
      tool.endInput();
      return tool.end();
    }
  }

  @Test
  void servicesAreRegisteredListedAndUnregistered() throws Exception {
    assertEquals(
        new Tool.End(0, "", "hvsock: no service is registered; try: hvsock service register 5000"),
        run("service", "list"));
    Tool.End registered = run("service", "register", "--name", "C:\\a  b", "5000");
    assertEquals(0, registered.code(), registered.talk());
    assertEquals(
        "5000       00001388-facb-11e6-bd58-64006a7986d3  C:\\a  b\n",
        run("service", "list").output());
    assertEquals(
        "hvsock: service 5000, 'C:\\a  b', is registered no more",
        run("service", "unregister", "5000").talk());
  }

  @Test
  void machinesAreListed() throws Exception {
    Tool.End end = run("vms");
    assertEquals(0, end.code(), end.talk());
    assertEquals(
        "hyper-v         "
            + ID
            + " Gr\u00c3\u00b6\u00c3\u009fe (Running)\n" // a character a byte
            + "wsl             no: find WSL 2's VM: Nicht!; try: wsl --install\n",
        end.output());
  }

  @Test
  void whatTheConsolesProgramsSayIsReadInItsCodePage() throws Exception {
    script(
        "reg.exe",
        """
        case "$1 $*" in
          *"CurrentVersion /reg:64") printf '\\r\\n' ;;
          *) printf 'Zugriff verw\\204hrt, Schl\\201ssel f\\201r \\231l\\r\\n' >&2; exit 1 ;;
        esac
        """);
    Tool.End end = run("service", "register", "5000");
    assertEquals(1, end.code());
    assertTrue(
        end.talk()
            .startsWith(
                "hvsock: change the registry: Windows refused (Zugriff verwährt, Schlüssel für Öl);"
                    + " this needs administrator rights; try, at a command prompt"),
        end.talk());
  }
}
