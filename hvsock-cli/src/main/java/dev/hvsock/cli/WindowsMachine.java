package dev.hvsock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hvsock.Hvsock;
import dev.hvsock.TransportStatus;
import dev.hvsock.cli.windows.GuestService;
import dev.hvsock.cli.windows.WindowsHost;
import dev.hvsock.cli.windows.WindowsVersion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A machine with Windows.
 *
 * @param system which Windows
 * @param java version and vendor
 * @param nativeAccess whether this JVM lets the library call the system, and if not, the remedy
 * @param administrator whether this process has administrator rights
 * @param halfClose whether AF_HYPERV ends the directions of a flow one by one here
 * @param transports what works, and what does not for which reason
 * @param services what guests may connect to
 * @param servicesProblem why that is not known; empty if it is
 * @param machines what is known of virtual machines
 */
record WindowsMachine(
    Finding system,
    String java,
    Finding nativeAccess,
    Finding administrator,
    Finding halfClose,
    List<TransportStatus> transports,
    List<GuestService> services,
    Optional<String> servicesProblem,
    MachineInventory machines)
    implements Machine {

  static WindowsMachine look(WindowsHost host) {
    Optional<String> problem = Optional.empty();
    List<GuestService> services = List.of();
    try {
      services = host.services().all();
    } catch (IOException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
    return new WindowsMachine(
        system(host),
        Machine.java(),
        Machine.nativeAccess(),
        administrator(host),
        Finding.of(() -> halfClose(host.version())),
        Hvsock.transports(),
        services,
        problem,
        MachineInventory.look(host.machineSources()));
  }

  /** Which Windows it is. */
  static Finding system(WindowsHost host) {
    return Finding.of(() -> Finding.good(host.version().toString()));
  }

  /** Whether this process has administrator rights. */
  static Finding administrator(WindowsHost host) {
    return Finding.of(() -> administrator(host.isElevated()));
  }

  private static Finding administrator(Optional<Boolean> elevated) {
    if (elevated.isEmpty()) {
      return Finding.bad(Optional.empty(), "not found out; try: whoami /groups");
    }
    return elevated.get()
        ? Finding.good("yes")
        : Finding.good("no (needed to register services, and to see VMs of Hyper-V)");
  }

  private static Finding halfClose(WindowsVersion version) {
    if (version.build().isEmpty()) {
      return Finding.bad(Optional.empty(), "the build of this Windows was not found out; try: ver");
    }
    return version.build().getAsInt() >= WindowsVersion.HALF_CLOSES
        ? Finding.good("yes, as from build " + WindowsVersion.HALF_CLOSES + " on")
        : Finding.bad(
            Optional.of("no"),
            "Windows does it from build "
                + WindowsVersion.HALF_CLOSES
                + " on; try: framed: before the address, at both ends");
  }

  @Override
  public void write(ReportLines lines) {
    lines
        .add("system", system)
        .add("java", java)
        .add("native access", nativeAccess)
        .add("administrator", administrator)
        .add("half-close", halfClose)
        .add(transports)
        .add("services", serviceLines());
    machines.write(lines);
  }

  private List<String> serviceLines() {
    if (servicesProblem.isPresent()) {
      return List.of(servicesProblem.get());
    }
    return services.isEmpty()
        ? List.of("none is registered; try: hvsock service register 5000")
        : services.stream().map(each -> each.text() + " " + each.name()).toList();
  }

  @Override
  public void write(JsonGenerator out) throws IOException {
    system.write(out, "system");
    out.writeStringField("java", java);
    nativeAccess.write(out, "nativeAccess");
    administrator.write(out, "administrator");
    halfClose.write(out, "halfClose");
    Machine.write(out, transports);
    ServiceListCommand.write(out, services);
    JsonText.writeWorks(out, "serviceRegistry", servicesProblem);
    machines.write(out);
  }
}
