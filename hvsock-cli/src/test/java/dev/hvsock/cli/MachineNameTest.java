package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.cli.windows.FakeWindows;
import dev.hvsock.cli.windows.ProgramEnd;
import dev.hvsock.cli.windows.WindowsHost;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtual machines, listed and by name in addresses. */
final class MachineNameTest {
  private static final String ONE = "6e5b3c1a-58e2-4a1b-9b7e-0d8f4f4e9b11";
  private static final String TWO = "0f6f2f1c-9a3d-4f0a-8c77-3f1f2e6b7a22";
  private static final String WSL = "77777777-9a3d-4f0a-8c77-3f1f2e6b7a22";

  private final FakeWindows windows = new FakeWindows();

  MachineNameTest() {
    windows.powershell =
        new ProgramEnd(
            0,
            ("[{\"name\":\"Dev Box\",\"id\":\"%s\",\"state\":\"Running\"},"
                    + "{\"name\":\"a/b\",\"id\":\"%s\",\"state\":\"Off\"}]\r\n")
                .formatted(ONE, TWO),
            "");
    windows.running = new ProgramEnd(0, "Ubuntu\r\n", "");
    windows.wslinfo = new ProgramEnd(0, WSL + "\n", "");
  }

  private Address resolve(String text) throws IOException {
    return AddressArgument.parse(text, () -> Optional.of(new WindowsHost(windows))).address();
  }

  @ParameterizedTest
  @CsvSource({
    "hyperv://name=Dev Box/5000, hyperv://" + ONE + "/5000",
    "hyperv://name=dev box/" + WSL + ", hyperv://" + ONE + "/" + WSL,
    "hyperv://name=a/b/1, hyperv://" + TWO + "/1",
    "hyperv://name=wsl/5000, hyperv://" + WSL + "/5000",
    "framed:hyperv://name=wsl/5000, framed:hyperv://" + WSL + "/5000",
    "hyperv://parent/5000, hyperv://parent/5000",
    "vsock://host:5000, vsock://host:5000"
  })
  void aNameStandsForAnId(String text, String address) throws IOException {
    assertEquals(Address.parse(address), resolve(text));
  }

  @Test
  void itIsLookedUpWhenItIsNeededAndOnce() throws IOException {
    AddressArgument argument =
        AddressArgument.parse(
            "hyperv://name=Dev Box/5000", () -> Optional.of(new WindowsHost(windows)));
    assertEquals(0, windows.commands.size());
    assertEquals(argument.address(), argument.address());
    assertEquals(1, windows.commands.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"connect", "listen --echo", "perf ping", "perf sink", "forward"})
  void everyCommandTakesThem(String command) {
    windows.powershell = new ProgramEnd(0, "[{\"name\":\"dev\",\"id\":\"%s\"}]".formatted(ONE), "");
    String line = command + " hyperv://name=dev/5000";
    if (command.startsWith("forward")) {
      line = "forward hyperv://name=dev/5000 unix:/a";
    }
    Tool.End end = OnWindows.run(windows, line.split(" ", -1));
    assertEquals(1, windows.commands.size());
    assertEquals(3, end.code()); // the id is right, but this is not the system for it
    assertTrue(end.talk().contains("hyperv://" + ONE + "/5000: AF_HYPERV is only"), end.talk());
  }

  @Test
  void aTargetThatIsUnknownIsNotForwardedTo() {
    Tool.End end = OnWindows.run(windows, "forward", "unix:/a", "hyperv://name=Dve/5000");
    assertEquals(5, end.code());
  }

  @Test
  void anUnknownNameIs5AndTellsTheOthers() {
    Tool.End end = OnWindows.run(windows, "connect", "hyperv://name=Dve/5000");
    assertEquals(5, end.code());
    assertEquals(
        "hvsock: hyperv://name=Dve/5000: no virtual machine is called 'Dve'; try: 'Dev Box', 'a/b'",
        end.talk());
  }

  @Test
  void aNameThatSeveralHaveIs2AndTellsTheirIds() {
    windows.powershell =
        new ProgramEnd(
            0,
            ("[{\"name\":\"x\",\"id\":\"%s\",\"state\":\"Off\"},"
                    + "{\"name\":\"X\",\"id\":\"%s\",\"state\":\"Off\"}]")
                .formatted(ONE, TWO),
            "");
    Tool.End end = OnWindows.run(windows, "listen", "hyperv://name=x/5000");
    assertEquals(2, end.code());
    assertTrue(end.talk().contains("2 virtual machines are called 'x'; try: " + ONE), end.talk());
  }

  @Test
  void whereNobodyKnowsNamesItIs3() {
    Tool.End end = ExitCodeTest.run("connect", "hyperv://name=Dev/5000");
    assertEquals(3, end.code());
    assertTrue(
        end.talk()
            .startsWith(
                "hvsock: hyperv://name=Dev/5000: virtual machines have names on Windows only; try:"),
        end.talk());
    windows.running = new ProgramEnd(0, "", "");
    Tool.End wsl = OnWindows.run(windows, "connect", "hyperv://name=wsl/5000");
    assertEquals(3, wsl.code());
    assertTrue(
        wsl.talk().startsWith("hvsock: hyperv://name=wsl/5000: find WSL 2's VM: no distribution"),
        wsl.talk());
  }

  @ParameterizedTest
  @CsvSource({
    "hyperv://name=/5000, name or service is missing",
    "hyperv://name=x, name or service is missing",
    "hyperv://name=x/, service '' is not a number",
    "hyperv://name=x/http, service 'http' is not a number"
  })
  void whatIsWrongWithTheTextIs2(String text, String reason) {
    Tool.End end = OnWindows.run(windows, "connect", text);
    assertEquals(2, end.code());
    assertTrue(end.talk().contains(reason), end.talk());
    assertEquals(0, windows.commands.size());
  }

  @Test
  void vmsListsThem() throws Exception {
    assertEquals(
        new Tool.End(
            0,
            """
            hyper-v         %s Dev Box (Running)
                            %s a/b (Off)
            wsl             %s wsl (Running)
            """
                .formatted(ONE, TWO, WSL),
            ""),
        OnWindows.run(windows, "vms"));
    Map<String, String> values = Json.flat(OnWindows.run(windows, "vms", "--json").output());
    assertEquals("Dev Box", values.get("/machines/0/name"));
    assertEquals(ONE, values.get("/machines/0/id"));
    assertEquals("Running", values.get("/machines/0/state"));
    assertEquals("hyper-v", values.get("/machines/0/source"));
    assertEquals(WSL, values.get("/machines/2/id"));
    assertEquals("true", values.get("/sources/wsl/works"));
  }

  @Test
  void vmsSaysWhoCannotBeAskedAndWhatToDo() throws Exception {
    windows.powershell =
        new ProgramEnd(1, "", "hvsock: PermissionDenied VirtualizationException Not you.\r\n");
    Tool.End end = OnWindows.run(windows, "vms");
    assertEquals(0, end.code());
    assertTrue(
        end.output()
            .startsWith("hyper-v         no: list virtual machines of Hyper-V: you may not"),
        end.output());
    windows.wslInstalled = false;
    Tool.End none = OnWindows.run(windows, "vms", "--json");
    assertEquals(3, none.code());
    Map<String, String> values = Json.flat(none.output());
    assertEquals("false", values.get("/sources/hyper-v/works"));
    assertEquals("wsl --install", values.get("/sources/wsl/remedy"));
  }

  @Test
  void vmsIsForWindowsOnly() {
    Tool.End end = ExitCodeTest.run("vms");
    assertEquals(3, end.code());
    assertTrue(
        end.talk().startsWith("hvsock: vms: this is for Windows only; try here: "), end.talk());
  }
}
