package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.cli.windows.FakeWindows;
import dev.hvsock.cli.windows.ProgramEnd;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the tool says of a machine with Windows. */
final class WindowsDoctorTest {
  private static final String PORT_5000 = "00001388-facb-11e6-bd58-64006a7986d3";
  private static final String VM = "6e5b3c1a-58e2-4a1b-9b7e-0d8f4f4e9b11";

  private final FakeWindows windows = new FakeWindows();

  private String line(String name) {
    String output = OnWindows.run(windows, "doctor").output();
    return output.lines().filter(line -> line.startsWith(name + " ")).findFirst().orElse(output);
  }

  @Test
  void tellsWhatHypervNeeds() {
    windows.registry.put(PORT_5000, "ours");
    windows.powershell =
        new ProgramEnd(0, "[{\"name\":\"Dev\",\"id\":\"%s\",\"state\":\"Off\"}]".formatted(VM), "");
    assertTrue(line("system").endsWith(" 23H2, build 22631"), line("system"));
    assertEquals("administrator   yes", line("administrator"));
    assertEquals("half-close      yes, as from build 14393 on", line("half-close"));
    assertEquals("services        5000 ours", line("services"));
    assertEquals("hyper-v         " + VM + " Dev (Off)", line("hyper-v"));
    assertTrue(line("wsl").startsWith("wsl             no: find WSL 2's VM: "), line("wsl"));
    assertTrue(line("native access").endsWith(" allowed"), line("native access"));
  }

  @Test
  void tellsWhatIsMissing() {
    windows.elevated = false;
    windows.build = "10586";
    assertTrue(line("administrator").startsWith("administrator   no ("), line("administrator"));
    assertEquals(
        "half-close      no; Windows does it from build 14393 on; try: framed: before the address,"
            + " at both ends",
        line("half-close"));
    assertEquals(
        "services        none is registered; try: hvsock service register 5000", line("services"));
    assertTrue(line("hyper-v").contains("none, or none that you may see"), line("hyper-v"));
  }

  @Test
  void tellsTheSameAsJson() throws Exception {
    windows.registry.put(PORT_5000, "ours");
    Map<String, String> values = Json.flat(OnWindows.run(windows, "doctor", "--json").output());
    assertTrue(values.getOrDefault("/system/value", "").endsWith("build 22631"), values::toString);
    assertEquals("yes", values.get("/administrator/value"));
    assertEquals("5000", values.get("/services/0/port"));
    assertEquals("true", values.get("/serviceRegistry/works"));
    assertEquals("true", values.get("/sources/hyper-v/works"));
    assertEquals("wsl.exe, and leave it running meanwhile", values.get("/sources/wsl/remedy"));
    assertTrue(values.containsKey("/transports/tcp/works"), values::toString);
  }

  /** As in a Wine that has next to nothing. */
  @Test
  void aMachineWithoutItsProgramsIsDescribedAllTheSame() {
    Tool.End end = OnWindows.run(command -> new ProgramEnd(1, "", "unheard of"), "doctor");
    assertTrue(end.output().contains("unheard of"), end.output());
    assertTrue(
        end.output().lines().anyMatch(line -> line.startsWith("services        read HKEY_LOCAL")),
        end.output());
  }
}
