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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that core says of C goes unread. The classes are walked here in another way. */
class CompletenessTest {
  /** The packages that a test of this module compares with headers. */
  private static final Set<String> COMPARED = Set.of("dev.hvsock.linux");

  private static final Set<String> NOT_OF_C = Set.of("LibC.ERRNO_BYTES");

  private final List<Class<?>> core = CoreClasses.all();
  private final Bindings bindings =
      Bindings.of(CoreClasses.in("dev.hvsock.linux", getClass().getClassLoader()));

  @Test
  void everyPackageWithBindingsIsCompared() {
    assertEquals(
        COMPARED,
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
    for (Claim claim : bindings.claims()) {
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
    Set<String> compared = bindings.claims().stream().map(Claim::item).collect(Collectors.toSet());
    numbers.removeAll(compared);
    assertEquals(NOT_OF_C, numbers, "numbers that are not read as C's; make them int if they are");
  }

  @Test
  void everyErrorNumberIsCompared() {
    List<String> errors =
        core.stream()
            .filter(type -> type.isEnum() && type.isAnnotationPresent(CHeaders.class))
            .flatMap(type -> Stream.of(type.getEnumConstants()))
            .map(Object::toString)
            .filter(name -> !name.equals("OTHER"))
            .toList();
    assertTrue(errors.size() > 20, errors::toString);
    List<String> compared =
        bindings.claims().stream()
            .filter(claim -> claim.item().startsWith("Errno."))
            .map(claim -> claim.item().substring("Errno.".length()))
            .toList();
    assertEquals(errors, compared);
  }

  @Test
  void noHandleIsKeptWithoutItsPrototype() {
    assertEquals(List.of(), staticFields(type -> type == MethodHandle.class).toList());
  }

  private long count(Claim.Kind kind) {
    return bindings.claims().stream().filter(claim -> claim.kind() == kind).count();
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
