package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
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
  @TempDir Path folder;

  private FakePrograms programs;

  @BeforeEach
  void programs() throws IOException {
    programs = FakePrograms.in(folder);
  }

  private Tool.End run(String... arguments) throws Exception {
    try (Tool tool = programs.start(List.of(), arguments)) {
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
            + FakePrograms.MACHINE
            + " Gr\u00c3\u00b6\u00c3\u009fe (Running)\n" // a character a byte
            + "wsl             no: find WSL 2's VM: Nicht!; try: wsl --install\n",
        end.output());
  }

  @Test
  void whatTheConsolesProgramsSayIsReadInItsCodePage() throws Exception {
    programs.script(
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
