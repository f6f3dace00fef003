package dev.hvsock.cli;

import dev.hvsock.cli.windows.GuestService;
import dev.hvsock.cli.windows.GuestServices;
import dev.hvsock.cli.windows.RegistryChange;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets guests connect to a service no more. */
@Command(
    name = "unregister",
    description = {
      "Lets guests of this Windows host connect to SERVICE no more: takes it out of the registry.",
      "Needs administrator rights. What is not registered is left at that."
    })
final class ServiceUnregisterCommand extends BaseCommand {
  @Parameters(paramLabel = "SERVICE", description = "A port of AF_VSOCK, or a service id (GUID).")
  @SuppressWarnings("NullAway.Init")
  private UUID service;

  @Option(
      names = "--dry-run",
      description = "Print the change as regedit would import it, and change nothing.")
  private boolean dryRun;

  @Override
  ExitCode run() throws IOException {
    RegistryChange change = GuestServices.removal(service);
    if (dryRun) {
      print(change.text());
      return ExitCode.DONE;
    }
    GuestServices services =
        windows("service unregister", ServiceRegisterCommand.ELSEWHERE).services();
    Optional<GuestService> present = services.find(service);
    String text = "service " + new GuestService(service, "").text();
    if (present.isEmpty()) {
      talk().say(text + " is not registered");
      return ExitCode.DONE;
    }
    services.make(change);
    talk().say(text + ", '" + present.get().name() + "', is registered no more");
    return ExitCode.DONE;
  }
}
