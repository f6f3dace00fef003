package dev.hvsock.cli;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Paths and the address that they go to, as the command line has them.
 *
 * @param paths at least one
 * @param after what follows the address
 */
record Operands(List<String> paths, AddressArgument address, Optional<String> after) {
  /** What a path begins with only if somebody wants trouble; then it is {@code ./unix:path}. */
  private static final Pattern SCHEME =
      Pattern.compile("(vsock|hyperv|hybrid|unix|tcp|memory|framed):.*", Pattern.DOTALL);

  private static boolean isAddress(String operand) {
    return SCHEME.matcher(operand).matches();
  }

  /** Reads {@code PATH... ADDRESS}. */
  static Operands addressLast(BaseCommand command, List<String> operands) {
    return read(command, operands, operands.size() - 1);
  }

  /** Reads {@code PATH... ADDRESS [AFTER]}. */
  static Operands addressLastButOne(BaseCommand command, List<String> operands) {
    int last = operands.size() - 1;
    boolean isFollowed = last > 0 && isAddress(operands.get(last - 1));
    return read(command, operands, isFollowed ? last - 1 : last);
  }

  private static Operands read(BaseCommand command, List<String> operands, int index) {
    int first = operands.stream().map(Operands::isAddress).toList().indexOf(true);
    if (first >= 0 && first < index) {
      throw command.misuse(
          "the address comes after the paths, but '%s' comes before '%s'"
              .formatted(operands.get(first), operands.get(first + 1)));
    }
    AddressArgument address = command.address(operands.get(index));
    if (index == 0) {
      throw command.misuse("nothing is named that could go to " + operands.getFirst());
    }
    return new Operands(
        operands.subList(0, index), address, operands.stream().skip(index + 1L).findFirst());
  }
}
