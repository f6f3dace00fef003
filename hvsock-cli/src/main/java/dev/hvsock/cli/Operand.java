package dev.hvsock.cli;

import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Range;

/**
 * What a command line without options consists of: an address, a text, or as many texts as there
 * are.
 *
 * @param label what its user is told it is called
 * @param arity how many arguments it takes
 * @param setter what the command does with it
 */
record Operand(String label, Range arity, Class<?> type, Consumer<Object> setter) {
  private static final Range ONE = Range.valueOf("1");
  private static final Range SOME = Range.valueOf("1..*");

  static Operand address(String label, Consumer<AddressArgument> setter) {
    return new Operand(
        label, ONE, AddressArgument.class, given -> setter.accept((AddressArgument) given));
  }

  static Operand text(String label, Consumer<String> setter) {
    return new Operand(label, ONE, String.class, given -> setter.accept((String) given));
  }

  /** Takes all that is left. */
  static Operand texts(String label, Consumer<List<String>> setter) {
    return new Operand(
        label,
        SOME,
        List.class,
        given -> setter.accept(((List<?>) given).stream().map(String.class::cast).toList()));
  }

  /** Whether so many arguments are what these operands take. */
  static boolean take(List<Operand> operands, int arguments) {
    return !operands.isEmpty()
        && (arguments == operands.size()
            || (arguments > operands.size() && operands.getLast().arity.equals(SOME)));
  }

  /** Has it read as the next one. */
  void addTo(CommandSpec command) {
    int index = command.positionalParameters().size();
    PositionalParamSpec.Builder builder =
        PositionalParamSpec.builder()
            .index(arity.equals(ONE) ? Integer.toString(index) : index + "..*")
            .arity(arity.toString())
            .paramLabel(label)
            .hideParamSyntax(arity.equals(SOME))
            .type(type)
            .required(true)
            .setter(new Setter());
    if (arity.equals(SOME)) {
      builder.auxiliaryTypes(String.class);
    }
    command.addPositional(builder.build());
  }

  private final class Setter implements ISetter {
    @Override
    public <T> T set(T value) {
      if (value != null) {
        setter.accept(value);
      }
      return value;
    }
  }
}
