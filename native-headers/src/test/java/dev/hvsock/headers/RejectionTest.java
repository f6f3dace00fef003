package dev.hvsock.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.foreign.CPrototype;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

/** Every claim, made wrong, is rejected and named: none is checked in vain. */
@ParameterizedClass
@FieldSource("PLATFORMS")
class RejectionTest {
  static final List<Platform> PLATFORMS =
      List.of(Platform.LINUX, Platform.CAPTURE, Platform.WINDOWS);

  @TempDir Path temporary;

  private final CCompiler compiler;
  private final Bindings bindings;

  RejectionTest(Platform platform) {
    compiler = platform.compiler();
    bindings = platform.confirmed();
  }

  @Test
  void numbersOneTooLarge() throws IOException {
    rejectsNumbers(value -> value + 1);
  }

  @Test
  void numbersOneTooSmall() throws IOException {
    rejectsNumbers(value -> value - 1);
  }

  @Test
  void numbersThatDifferInOneHighBit() throws IOException {
    rejectsNumbers(value -> value ^ 0x8000_0000);
  }

  @Test
  void otherResults() throws IOException {
    rejectsFunctions(p -> prototype(p.name(), "double", p.parameters(), p.isVariadic()));
  }

  @Test
  void otherFirstParameters() throws IOException {
    rejectsParameters(types -> types.set(0, "double"));
  }

  @Test
  void otherLastParameters() throws IOException {
    rejectsParameters(types -> types.set(types.size() - 1, "char **"));
  }

  @Test
  void missingParameters() throws IOException {
    rejectsParameters(List::removeLast);
  }

  @Test
  void additionalParameters() throws IOException {
    rejectsParameters(types -> types.add("int"));
  }

  @Test
  void otherDots() throws IOException {
    rejectsFunctions(p -> prototype(p.name(), p.result(), p.parameters(), !p.isVariadic()));
  }

  @Test
  void unknownFunctions() throws IOException {
    rejectsFunctions(p -> prototype("no_" + p.name(), p.result(), p.parameters(), p.isVariadic()));
  }

  @Test
  void otherFirstBytes() throws IOException {
    rejectsImages(bytes -> bytes[0] ^= 1);
  }

  @Test
  void otherLastBytes() throws IOException {
    rejectsImages(bytes -> bytes[bytes.length - 1] ^= (byte) 0x80);
  }

  private void rejectsImages(Consumer<byte[]> change) throws IOException {
    rejectsAll(
        Image.class,
        image -> true,
        image -> {
          byte[] bytes = HexFormat.of().parseHex(image.hex());
          change.accept(bytes);
          String hex = HexFormat.of().formatHex(bytes);
          return new Image(image.item(), image.type(), image.initializer(), hex);
        });
  }

  private void rejectsNumbers(IntUnaryOperator mutate) throws IOException {
    rejectsAll(
        Claim.Value.class,
        v -> true,
        v -> new Claim.Value(v.kind(), v.item(), v.expression(), mutate.applyAsInt(v.value())));
  }

  private interface ParameterChange {
    void accept(List<String> types);
  }

  private void rejectsParameters(ParameterChange change) throws IOException {
    rejectsFunctions(
        p -> !p.parameters().isEmpty(),
        p -> {
          List<String> types = new ArrayList<>(p.parameters());
          change.accept(types);
          return prototype(p.name(), p.result(), types, p.isVariadic());
        });
  }

  private void rejectsFunctions(UnaryOperator<CPrototype> mutate) throws IOException {
    rejectsFunctions(p -> true, mutate);
  }

  private void rejectsFunctions(Predicate<CPrototype> which, UnaryOperator<CPrototype> mutate)
      throws IOException {
    rejectsAll(
        Claim.Function.class,
        f -> which.test(f.prototype()),
        f -> new Claim.Function(f.item(), mutate.apply(f.prototype()), f.form()));
  }

  private <C extends Claim> void rejectsAll(
      Class<C> type, Predicate<C> which, Function<C, Claim> mutate) throws IOException {
    List<Claim> wrong =
        bindings.claims().stream()
            .filter(type::isInstance)
            .map(type::cast)
            .filter(which)
            .map(mutate)
            .toList();
    Bindings mutated = new Bindings(bindings.headers(), wrong);
    List<Claim> rejected =
        compiler.compare(mutated, temporary.resolve("wrong.c")).stream()
            .map(Difference::claim)
            .toList();
    assertEquals(wrong, rejected);
  }

  private static CPrototype prototype(
      String name, String result, List<String> parameters, boolean isVariadic) {
    return new CPrototype(name, result, List.copyOf(parameters), isVariadic, List.of());
  }
}
