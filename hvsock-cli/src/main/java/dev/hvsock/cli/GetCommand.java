package dev.hvsock.cli;

import dev.hvsock.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gets files from whoever serves them. */
@Command(
    name = "get",
    description = {
      "Gets files, and folders with all that is in them, from 'hvsock serve' at the other end.",
      "Nothing outside DIR is touched, and a file has its name when all of it is there and verified."
    },
    footer = {
      "",
      "A log:               hvsock get vsock://42:5000 var/log/syslog .",
      "All that is served:  hvsock get vsock://42:5000 . copy",
      "What is there:       hvsock ls vsock://42:5000",
      "After a break:       hvsock get --resume vsock://42:5000 var/log/syslog ."
    })
final class GetCommand extends IncomingCommand {
  @Parameters(index = "0", paramLabel = "ADDRESS", description = "Who serves.")
  @SuppressWarnings("NullAway.Init")
  private AddressArgument address;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PATH... DIR",
      hideParamSyntax = true,
      description = "What to get of what is served, '.' being all; and where to.")
  @SuppressWarnings("NullAway.Init")
  private List<String> operands;

  @Mixin private final Connection connection = new Connection();

  @Override
  List<Operand> operands() {
    return List.of(
        Operand.address("ADDRESS", given -> address = given),
        Operand.texts("PATH... DIR", given -> operands = given));
  }

  @Override
  ExitCode run() throws IOException {
    check();
    if (operands.size() < 2) {
      throw misuse("either PATH or DIR is missing after the address; try: . for all, or for here");
    }
    Path target = new NamedFiles(this).target(operands.getLast());
    List<String> paths =
        operands.subList(0, operands.size() - 1).stream().map(this::servedPath).toList();
    return transfer(
        connection.open(address.address(), this),
        (flow, view) -> Transfer.get(flow, paths, target, receive -> set(receive, view)));
  }
}
