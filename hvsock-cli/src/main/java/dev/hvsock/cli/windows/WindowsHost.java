package dev.hvsock.cli.windows;

import dev.hvsock.TransportUnavailableException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * This machine, if it runs Windows: what it tells of itself, through the programs that it brings.
 */
public final class WindowsHost {
  /** PowerShell takes seconds to start on a machine that is busy. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Programs programs;

  /** A machine whose programs are these. */
  public WindowsHost(Programs programs) {
    this.programs = programs;
  }

  /** This machine; nothing if it runs something else. */
  public static Optional<WindowsHost> here() {
    return System.getProperty("os.name").startsWith("Windows")
        ? Optional.of(new WindowsHost(new SystemPrograms(LIMIT)))
        : Optional.empty();
  }

  /** Which Windows it runs. */
  public WindowsVersion version() throws IOException {
    return WindowsVersion.look(new Registry(programs));
  }

  /** Whether this process has administrator rights; nothing if that cannot be found out. */
  public Optional<Boolean> isElevated() throws IOException {
    return new Elevation(programs).find();
  }

  /** The services that guests may connect to. */
  public GuestServices services() {
    return new GuestServices(programs);
  }

  /** Those who know its virtual machines. */
  public List<MachineSource> machineSources() {
    return List.of(new HypervMachines(programs), new WslMachine(programs));
  }

  /**
   * The id of the virtual machine that is called {@code name}, in whose letters case does not
   * count; {@code wsl} is that of WSL 2.
   *
   * @throws NoRouteToHostException if there is none
   * @throws IllegalArgumentException if there are several
   * @throws TransportUnavailableException if nobody here knows, or tells this user
   */
  public UUID machine(String name) throws IOException {
    WslMachine wsl = new WslMachine(programs);
    if (name.equalsIgnoreCase(wsl.name())) {
      return wsl.machines().getFirst().id();
    }
    List<VirtualMachine> all = new HypervMachines(programs).machines();
    List<VirtualMachine> named =
        all.stream().filter(each -> each.name().equalsIgnoreCase(name)).toList();
    return switch (named.size()) {
      case 0 -> throw new NoRouteToHostException(unknown(name, all));
      case 1 -> named.getFirst().id();
      default -> throw new IllegalArgumentException(ambiguous(name, named));
    };
  }

  private static String unknown(String name, List<VirtualMachine> all) {
    String reason = "no virtual machine is called '" + name + "'";
    return all.isEmpty()
        ? reason + "; you see none at all; try: as administrator"
        : reason
            + "; try: "
            + all.stream().map(VirtualMachine::name).collect(Collectors.joining("', '", "'", "'"));
  }

  private static String ambiguous(String name, List<VirtualMachine> named) {
    return named.size()
        + " virtual machines are called '"
        + name
        + "'; try: "
        + named.stream()
            .map(each -> each.id() + " (" + each.state() + ")")
            .collect(Collectors.joining(", or "));
  }
}
