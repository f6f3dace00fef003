package dev.hvsock.cli;

import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * An address that a command line without options consists of.
 *
 * @param label what its user is told it is called
 * @param setter what the command does with it
 */
record Operand(String label, Consumer<AddressArgument> setter) {

  /** Has it read as the next one. */
  void addTo(CommandSpec command) {
    command.addPositional(
        PositionalParamSpec.builder()
            .index(Integer.toString(command.positionalParameters().size()))
            .paramLabel(label)
            .type(AddressArgument.class)
            .required(true)
            .setter(new Setter())
            .build());
  }

  private final class Setter implements ISetter {
    @Override
    public <T> T set(T value) {
      if (value instanceof AddressArgument address) {
        setter.accept(address);
      }
      return value;
    }
  }
}
