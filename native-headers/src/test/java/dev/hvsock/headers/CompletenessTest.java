package dev.hvsock.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.foreign.CFunction;
import dev.hvsock.foreign.CHeaders;
import dev.hvsock.foreign.CStruct;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that core says of C goes unread. The classes are walked here in another way. */
class CompletenessTest {
  /** What tests of this module compare with headers. */
  private static final Set<Platform> COMPARED =
      Set.of(Platform.LINUX, Platform.CAPTURE, Platform.WINDOWS);

  private static final Set<String> NOT_OF_C =
      Set.of("Kernel32.OFFSET", "LibC.ERRNO_BYTES", "Winsock.OFFSET");

  private final List<Class<?>> core = CoreClasses.all();
  private final List<Claim> claims =
      COMPARED.stream().flatMap(platform -> platform.bindings().claims().stream()).toList();

  @Test
  void everyPackageWithBindingsIsCompared() {
    assertEquals(
        COMPARED.stream().map(Platform::bindingPackage).collect(Collectors.toSet()),
        core.stream()
            .filter(type -> type.isAnnotationPresent(CHeaders.class))
            .map(Class::getPackageName)
            .collect(Collectors.toSet()));
  }

  @Test
  void everyStructIsInABindingClass() {
    List<Class<?>> structs =
        core.stream().filter(type -> type.isAnnotationPresent(CStruct.class)).toList();
    structs.forEach(CompletenessTest::assertIsInBindingClass);
    assertEquals(structs.size(), count(Claim.Kind.STRUCT), "structs with SIZEOF");
  }

  @Test
  void everyFunctionIsInABindingClassAndKeptUnderItsName() {
    List<Field> functions = staticFields(type -> type == CFunction.class).toList();
    functions.forEach(field -> assertIsInBindingClass(field.getDeclaringClass()));
    assertEquals(functions.size(), count(Claim.Kind.FUNCTION));
    for (Claim claim : claims) {
      if (claim instanceof Claim.Function function) {
        String name = function.prototype().name().toUpperCase(Locale.ROOT);
        assertTrue(claim.item().endsWith("." + name), () -> claim.item() + " holds " + name);
      }
    }
  }

  @Test
  void everyNumberOfABindingClassIsCompared() {
    Set<String> numbers =
        staticFields(Class::isPrimitive)
            .filter(
                field -> isBinding(field.getDeclaringClass()) && field.getType() != boolean.class)
            .map(CompletenessTest::item)
            .collect(Collectors.toCollection(TreeSet::new));
    numbers.removeAll(compared());
    assertEquals(NOT_OF_C, numbers, "numbers that are not read as C's; make them int if they are");
  }

  @Test
  void everyErrorNumberIsCompared() {
    Set<String> errors =
        core.stream()
            .filter(type -> type.isEnum() && type.isAnnotationPresent(CHeaders.class))
            .flatMap(type -> Stream.of(type.getEnumConstants()))
            .filter(error -> !error.toString().equals("OTHER"))
            .map(error -> error.getClass().getSimpleName() + "." + error)
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(errors.size() > 50, errors::toString);
    errors.removeAll(compared());
    assertEquals(Set.of(), errors);
  }

  @Test
  void everyGuidIsCompared() {
    Set<String> guids =
        staticFields(type -> type == UUID.class)
            .map(CompletenessTest::item)
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(guids.size() > 5, guids::toString);
    guids.removeAll(compared());
    assertEquals(Set.of(), guids);
  }

  private Set<String> compared() {
    return claims.stream().map(Claim::item).collect(Collectors.toSet());
  }

  @Test
  void noHandleIsKeptWithoutItsPrototype() {
    assertEquals(List.of(), staticFields(type -> type == MethodHandle.class).toList());
  }

  private long count(Claim.Kind kind) {
    return claims.stream().filter(claim -> claim.kind() == kind).count();
  }

  private Stream<Field> staticFields(Predicate<Class<?>> type) {
    return core.stream()
        .flatMap(owner -> Stream.of(owner.getDeclaredFields()))
        .filter(field -> Modifier.isStatic(field.getModifiers()) && type.test(field.getType()));
  }

  private static boolean isBinding(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return type.isAnnotationPresent(CHeaders.class) || (outer != null && isBinding(outer));
  }

  private static void assertIsInBindingClass(Class<?> type) {
    assertTrue(isBinding(type), () -> type + " and the classes around it lack CHeaders");
  }

  private static String item(Field field) {
    String prefix = field.getDeclaringClass().getPackageName() + ".";
    String owner = String.valueOf(field.getDeclaringClass().getCanonicalName());
    return owner.substring(prefix.length()) + "." + field.getName();
  }
}
