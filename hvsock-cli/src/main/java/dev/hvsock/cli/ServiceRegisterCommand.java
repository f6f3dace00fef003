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

/** Lets guests connect to a service. */
@Command(
    name = "register",
    description = {
      "Lets guests of this Windows host connect to SERVICE: writes it into the registry.",
      "Needs administrator rights, once. What is registered already stays as it is; with --name, its name is changed."
    })
final class ServiceRegisterCommand extends BaseCommand {
  static final String ELSEWHERE =
      "hvsock listen vsock://any:PORT, which on Linux needs no registration";

  @Parameters(paramLabel = "SERVICE", description = "A port of AF_VSOCK, or a service id (GUID).")
  @SuppressWarnings("NullAway.Init")
  private UUID service;

  @Option(names = "--name", paramLabel = "TEXT", description = "What it is called, for people.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--dry-run",
      description = "Print the change as regedit would import it, and change nothing.")
  private boolean dryRun;

  @Override
  ExitCode run() throws IOException {
    GuestService wanted = new GuestService(service, name.orElse("hvsock " + text()));
    RegistryChange change = GuestServices.registration(wanted);
    if (dryRun) {
      print(change.text());
      return ExitCode.DONE;
    }
    GuestServices services = windows("service register", ELSEWHERE).services();
    Optional<GuestService> present = services.find(service);
    if (present.isPresent() && present.get().name().equals(name.orElse(present.get().name()))) {
      talk().say(text() + " is registered already, as '" + present.get().name() + "'");
      return ExitCode.DONE;
    }
    services.make(change);
    talk()
        .say(
            present.isPresent()
                ? "%s was called '%s', and is now called '%s'"
                    .formatted(text(), present.get().name(), wanted.name())
                : "%s is registered as '%s'; guests may connect to it as soon as somebody listens"
                    .formatted(text(), wanted.name()));
    return ExitCode.DONE;
  }

  private String text() {
    return "service " + new GuestService(service, "").text();
  }
}
