package dev.hvsock.cli.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.TransportUnavailableException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of the answers of Windows' programs. */
final class WindowsHostTest {
  private static final UUID ONE = UUID.fromString("6e5b3c1a-58e2-4a1b-9b7e-0d8f4f4e9b11");
  private static final UUID TWO = UUID.fromString("0f6f2f1c-9a3d-4f0a-8c77-3f1f2e6b7a22");

  private final FakeWindows windows = new FakeWindows();
  private final WindowsHost host = new WindowsHost(windows);

  private static String vm(String name, UUID id, String state) {
    return "{\"name\":\"%s\",\"id\":\"%s\",\"state\":\"%s\"}".formatted(name, id, state);
  }

  private static ProgramEnd printing(String output) {
    return new ProgramEnd(0, output + "\r\n", "");
  }

  private List<VirtualMachine> hyperv() throws IOException {
    return host.machineSources().getFirst().machines();
  }

  private List<VirtualMachine> wsl() throws IOException {
    return host.machineSources().getLast().machines();
  }

  private static String refusal(org.junit.jupiter.api.function.Executable asked) {
    return String.valueOf(assertThrows(TransportUnavailableException.class, asked).getMessage());
  }

  @Test
  void machinesOfHyperv() throws IOException {
    windows.powershell =
        printing("[" + vm("Dev \\\"Box\\\" é", ONE, "Running") + "," + vm("old", TWO, "Off") + "]");
    assertEquals(
        List.of(
            new VirtualMachine("Dev \"Box\" é", ONE, "Running"),
            new VirtualMachine("old", TWO, "Off")),
        hyperv());
  }

  @Test
  void aMachineAloneMayBeNoArray() throws IOException {
    windows.powershell = printing(vm("alone", ONE, "Saved"));
    assertEquals(List.of(new VirtualMachine("alone", ONE, "Saved")), hyperv());
  }

  @Test
  void theScriptHasNoQuotesThatWouldGetLost() throws IOException {
    windows.powershell = printing("[]");
    assertEquals(List.of(), hyperv());
    List<String> command = windows.commands.getFirst();
    assertEquals("powershell.exe", command.getFirst());
    assertTrue(command.getLast().contains("Hyper-V\\Get-VM"), command::toString);
    assertTrue(command.stream().noneMatch(each -> each.contains("\"")), command::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PermissionDenied VirtualizationException You do not have the required permission to complete this task.| Run as administrator
          ObjectNotFound CommandNotFoundException The module 'Hyper-V' could not be loaded.| Enable-WindowsOptionalFeature
          InvalidArgument VirtualizationException The operation failed.| Get-VM failed (InvalidArgument VirtualizationException The operation failed.)
          """)
  void whyMachinesOfHypervAreNotKnown(String error, String says) {
    windows.powershell = new ProgramEnd(1, "", "hvsock: " + error + "\r\n");
    String refusal = refusal(this::hyperv);
    assertTrue(refusal.startsWith("list virtual machines of Hyper-V: "), refusal);
    assertTrue(refusal.contains(says), refusal);
    assertTrue(refusal.contains("; try: "), refusal);
  }

  /** That of Wine does nothing at all. */
  @Test
  void aPowerShellThatSaysNothingIsNotTakenForAnEmptyList() {
    windows.powershell = new ProgramEnd(0, "", "");
    assertTrue(refusal(this::hyperv).contains("Get-VM failed (exit status 0)"));
  }

  @Test
  void whatGetVmShouldNotSayIsShown() {
    windows.powershell = printing("[{\"id\":");
    IOException e = assertThrows(IOException.class, this::hyperv);
    assertTrue(String.valueOf(e.getMessage()).endsWith("not understood: [{\"id\":"), e::getMessage);
    windows.powershell = printing("[{\"name\":\"x\",\"id\":\"none\"}]");
    assertThrows(IOException.class, this::hyperv);
  }

  @Test
  void wslHasOneMachine() throws IOException {
    windows.running = printing("Ubuntu");
    windows.wslinfo = new ProgramEnd(0, ONE + "\n", "");
    assertEquals(List.of(new VirtualMachine("wsl", ONE, "Running")), wsl());
  }

  @Test
  void wslIsNotStartedToBeAsked() {
    assertTrue(refusal(this::wsl).startsWith("find WSL 2's VM: no distribution is running; try: "));
    assertEquals(List.of(List.of("wsl.exe", "--list", "--running", "--quiet")), windows.commands);
  }

  @Test
  void whyTheMachineOfWslIsNotKnown() {
    windows.running = printing("Ubuntu");
    windows.wslinfo = new ProgramEnd(1, "", "Invalid command line argument: --vm-id\n");
    assertTrue(refusal(this::wsl).endsWith("--vm-id); try: wsl --update"));
    windows.wslinfo = new ProgramEnd(0, "wsl1\n", "");
    assertTrue(refusal(this::wsl).contains("--set-version"));
    windows.running = new ProgramEnd(1, "Das Windows-Subsystem ist nicht installiert.\r\n", "");
    assertEquals(
        "find WSL 2's VM: Das Windows-Subsystem ist nicht installiert.; try: wsl --install",
        refusal(this::wsl));
    windows.wslInstalled = false;
    assertEquals("find WSL 2's VM: WSL is not installed; try: wsl --install", refusal(this::wsl));
  }

  @Test
  void machinesByName() throws IOException {
    windows.powershell =
        printing("[" + vm("Dev", ONE, "Running") + "," + vm("dev2", TWO, "Off") + "]");
    assertEquals(ONE, host.machine("dev"));
    assertEquals(TWO, host.machine("Dev2"));
    windows.running = printing("Ubuntu");
    windows.wslinfo = new ProgramEnd(0, TWO + "\n", "");
    assertEquals(TWO, host.machine("WSL"));
  }

  @Test
  void anUnknownNameIsToldTheOthers() {
    windows.powershell =
        printing("[" + vm("Dev", ONE, "Running") + "," + vm("old one", TWO, "Off") + "]");
    NoRouteToHostException e =
        assertThrows(NoRouteToHostException.class, () -> host.machine("Devs"));
    assertEquals("no virtual machine is called 'Devs'; try: 'Dev', 'old one'", e.getMessage());
    windows.powershell = printing("[]");
    NoRouteToHostException none =
        assertThrows(NoRouteToHostException.class, () -> host.machine("Dev"));
    assertTrue(
        String.valueOf(none.getMessage()).endsWith("you see none at all; try: as administrator"));
  }

  @Test
  void aNameThatSeveralHaveIsToldTheirIds() {
    windows.powershell =
        printing("[" + vm("Dev", ONE, "Running") + "," + vm("dev", TWO, "Off") + "]");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> host.machine("Dev"));
    assertEquals(
        "2 virtual machines are called 'Dev'; try: " + ONE + " (Running), or " + TWO + " (Off)",
        e.getMessage());
  }

  @Test
  void theVersionAndTheRights() throws IOException {
    assertEquals(OptionalInt.of(22631), host.version().build());
    assertTrue(host.version().toString().endsWith(" 23H2, build 22631"));
    assertEquals(Optional.of(true), host.isElevated());
    windows.elevated = false;
    assertEquals(Optional.of(false), host.isElevated());
    WindowsHost silent = new WindowsHost(command -> new ProgramEnd(0, "VM\\root\r\n", ""));
    assertEquals(Optional.empty(), silent.isElevated());
    assertEquals(OptionalInt.empty(), silent.version().build());
  }
}
