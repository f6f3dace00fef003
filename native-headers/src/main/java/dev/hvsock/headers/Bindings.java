package dev.hvsock.headers;

import dev.hvsock.foreign.CFunction;
import dev.hvsock.foreign.CHeaders;
import dev.hvsock.foreign.CPrototype;
import dev.hvsock.foreign.CStruct;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the binding classes of one package, those marked {@link CHeaders}, say of C.
 *
 * @param headers the headers to include, in order
 * @param claims what is to be true of them
 */
record Bindings(Set<String> headers, List<Claim> claims) {

  /** Reads the binding classes among {@code classes}, initialising them. */
  static Bindings of(List<Class<?>> classes) {
    Set<String> headers = new LinkedHashSet<>();
    List<Claim> claims = new ArrayList<>();
    classes.stream()
        .filter(type -> type.isAnnotationPresent(CHeaders.class))
        .sorted(Comparator.comparing(Class::getName))
        .forEach(
            type -> {
              headers.addAll(List.of(type.getAnnotation(CHeaders.class).value()));
              addClaims(type, claims);
            });
    addTypes(claims);
    return new Bindings(headers, List.copyOf(claims));
  }

  private static void addClaims(Class<?> type, List<Claim> claims) {
    if (type.isEnum()) {
      Stream.of(type.getEnumConstants()).forEach(constant -> addNumber((Enum<?>) constant, claims));
    } else {
      Stream.of(type.getDeclaredFields())
          .filter(field -> Modifier.isStatic(field.getModifiers()))
          .forEach(field -> addField(field, type.getAnnotation(CStruct.class), claims));
    }
    Stream.of(type.getDeclaredClasses())
        .sorted(Comparator.comparing(Class::getName))
        .forEach(nested -> addClaims(nested, claims));
  }

  private static void addField(Field field, @Nullable CStruct struct, List<Claim> claims) {
    if (field.getType() == int.class) {
      claims.add(number(field, struct));
    } else if (field.getType() == UUID.class) {
      claims.add(Image.guid(item(field), field.getName(), (UUID) value(field, null)));
    } else if (field.getType() == CFunction.class) {
      CPrototype prototype = ((CFunction) value(field, null)).prototype();
      claims.add(new Claim.Function(item(field), prototype, form(field, prototype)));
    }
  }

  /** Functions that a binding class has a GUID to ask for are declared as types of pointers. */
  private static String form(Field field, CPrototype prototype) {
    String id = "WSAID_" + prototype.name().toUpperCase(Locale.ROOT);
    return Stream.<Class<?>>iterate(
                field.getDeclaringClass(), Objects::nonNull, Class::getEnclosingClass)
            .flatMap(type -> Stream.of(type.getDeclaredFields()))
            .anyMatch(other -> other.getName().equals(id))
        ? Claim.Function.POINTER
        : Claim.Function.DECLARED;
  }

  private static void addNumber(Enum<?> constant, List<Claim> claims) {
    Class<?> type = constant.getDeclaringClass();
    int number = (int) value(field(type, "number"), constant);
    if (number != 0) {
      claims.add(Claim.Value.constant(name(type) + "." + constant.name(), constant.name(), number));
    }
  }

  private static Claim number(Field field, @Nullable CStruct struct) {
    int value = (int) value(field, null);
    String name = field.getName();
    if (struct == null) {
      return Claim.Value.constant(item(field), name, value);
    }
    return name.equals("SIZEOF")
        ? Claim.Value.struct(item(field), struct.value(), value)
        : Claim.Value.member(item(field), struct.value(), name, value);
  }

  /** Adds what {@link CPrototype#layout} says of each type that the functions mention. */
  private static void addTypes(List<Claim> claims) {
    Set<String> types = new TreeSet<>();
    for (Claim claim : claims) {
      if (claim instanceof Claim.Function function) {
        CPrototype prototype = function.prototype();
        types.add(prototype.result());
        types.addAll(prototype.parameters());
        types.addAll(prototype.variadic());
      }
    }
    for (String type : types) {
      claims.add(
          Claim.Value.type(
              "CPrototype.layout('" + type + "')", type, CPrototype.layout(type).byteSize()));
    }
  }

  private static String item(Field field) {
    return name(field.getDeclaringClass()) + "." + field.getName();
  }

  /** The class's name as Java code of its own package writes it. */
  private static String name(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }

  private static Field field(Class<?> type, String name) {
    try {
      return type.getDeclaredField(name);
    } catch (NoSuchFieldException e) {
      throw new AssertionError(type + " is marked CHeaders and has no field '" + name + "'", e);
    }
  }

  private static Object value(Field field, @Nullable Object of) {
    try {
      field.setAccessible(true);
      return field.get(of);
    } catch (IllegalAccessException e) {
      throw new AssertionError(field + " was made accessible", e);
    }
  }
}
