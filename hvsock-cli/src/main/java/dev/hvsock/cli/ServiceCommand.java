package dev.hvsock.cli;

import picocli.CommandLine.Command;

/** The parent of the commands for services that guests may connect to. */
@Command(
    name = "service",
    description = {
      "The services of this Windows host that its guests may connect to.",
      "A service is registered once, by an administrator; listening at it needs no such rights.",
      "Connecting from the host to a guest needs no registration."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      ServiceListCommand.class,
      ServiceRegisterCommand.class,
      ServiceUnregisterCommand.class
    },
    footer = {
      "",
      "On the host, once:     hvsock service register 5000",
      "On the host:           hvsock listen hyperv://children/5000",
      "In a Windows guest:    hvsock connect hyperv://parent/5000",
      "In a Linux guest:      hvsock connect vsock://host:5000"
    })
final class ServiceCommand {}
