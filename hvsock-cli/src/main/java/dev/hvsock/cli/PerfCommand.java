package dev.hvsock.cli;

import picocli.CommandLine.Command;

/** The parent of the commands that measure. */
@Command(
    name = "perf",
    description = {
      "Measures how fast bytes move: throughput, round trips, and many flows at once.",
      "All that goes over the wire is plain bytes, so the other end may be any tool."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      PerfSinkCommand.class,
      PerfSourceCommand.class,
      PerfEchoCommand.class,
      PerfPingCommand.class,
      PerfFlowsCommand.class
    },
    footer = {
      "",
      "Throughput:    hvsock perf sink vsock://any:5000",
      "               hvsock perf source --bytes 1G vsock://42:5000",
      "Round trips:   hvsock perf echo vsock://any:5000",
      "               hvsock perf ping vsock://42:5000",
      "Others' ends:  socat -u VSOCK-LISTEN:5000 - > /dev/null",
      "               socat VSOCK-LISTEN:5000,fork PIPE",
      "",
      "Sizes: 64, 256K or 256KiB (1024 each), 256KB (1000 each), 1M, 1G."
    })
final class PerfCommand {}
