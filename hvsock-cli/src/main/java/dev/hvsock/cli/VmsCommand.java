package dev.hvsock.cli;

import dev.hvsock.cli.windows.WindowsHost;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the virtual machines of this host with their ids. */
@Command(
    name = "vms",
    description = {
      "Lists the virtual machines of this Windows with their VM ids.",
      "Those of Hyper-V by PowerShell (Get-VM), that of WSL 2 by wslinfo, if it runs."
    },
    footer = {
      "",
      "By id:    hvsock connect hyperv://ID/5000",
      "By name:  hvsock connect hyperv://name=MyVM/5000, hyperv://name=wsl/5000"
    })
final class VmsCommand extends BaseCommand {
  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  ExitCode run() throws IOException {
    WindowsHost host =
        windows("vms", "virsh list, or whatever started the VM: its CID is in its settings");
    MachineInventory inventory = MachineInventory.look(host.machineSources());
    if (json) {
      print(JsonText.of(inventory::write));
    } else {
      ReportLines lines = new ReportLines();
      inventory.write(lines);
      print(lines.toString());
    }
    return inventory.isKnown() ? ExitCode.DONE : ExitCode.IMPOSSIBLE;
  }
}
