package dev.hvsock.foreign;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;

/**
 * A C function as its header declares it, for example {@code ssize_t recv(int, void *, size_t,
 * int)}.
 *
 * <p>The bindings are made from this text, and the module native-headers holds the same text
 * against the system's headers with a C compiler: what Java calls and what C declares cannot
 * differ. A variadic function names the arguments that are passed after the dots, if any: {@code
 * int ioctl(int, unsigned long, ... void *)}.
 *
 * @param name the function's name
 * @param result its return type
 * @param parameters the types before the dots
 * @param isVariadic whether there are dots
 * @param variadic the types of the arguments passed after the dots
 */
public record CPrototype(
    String name,
    String result,
    List<String> parameters,
    boolean isVariadic,
    List<String> variadic) {

  /** Reads a declaration without its semicolon. */
  public static CPrototype parse(String declaration) {
    int open = declaration.indexOf('(');
    int nameStart =
        Math.max(declaration.lastIndexOf(' ', open), declaration.lastIndexOf('*', open)) + 1;
    String inside = declaration.substring(open + 1, declaration.length() - 1);
    int dots = inside.indexOf("...");
    return new CPrototype(
        declaration.substring(nameStart, open),
        declaration.substring(0, nameStart).strip(),
        inside.equals("void") ? List.of() : types(dots < 0 ? inside : inside.substring(0, dots)),
        dots >= 0,
        types(dots < 0 ? "" : inside.substring(dots + 3)));
  }

  private static List<String> types(String list) {
    return Stream.of(list.split(",")).map(String::strip).filter(type -> !type.isEmpty()).toList();
  }

  /** The declaration, as {@link #parse} reads it. */
  @Override
  public String toString() {
    String list = parameters.isEmpty() ? "void" : String.join(", ", parameters);
    String dots = isVariadic ? ", ... " + String.join(", ", variadic) : "";
    return result + " " + name + "(" + list + dots.stripTrailing() + ")";
  }

  /** The descriptor that the linker makes a handle from. */
  public FunctionDescriptor descriptor() {
    return FunctionDescriptor.of(
        layout(result),
        Stream.concat(parameters.stream(), variadic.stream())
            .map(CPrototype::layout)
            .toArray(MemoryLayout[]::new));
  }

  /** The layout in which Java passes a value of a C type. */
  public static ValueLayout layout(String type) {
    if (type.endsWith("*")) {
      return ValueLayout.ADDRESS;
    }
    return switch (type) {
      case "int", "unsigned int", "socklen_t" -> ValueLayout.JAVA_INT;
      case "unsigned long", "size_t", "ssize_t", "nfds_t" -> ValueLayout.JAVA_LONG;
      // Windows: what begins as a long in C has 4 bytes there, a handle is as wide as a pointer.
      case "UCHAR" -> ValueLayout.JAVA_BYTE;
      case "WORD" -> ValueLayout.JAVA_SHORT;
      case "BOOL", "DWORD", "GROUP", "ULONG" -> ValueLayout.JAVA_INT;
      case "HANDLE", "SOCKET", "ULONG_PTR" -> ValueLayout.JAVA_LONG;
      case "LPWSAOVERLAPPED_COMPLETION_ROUTINE" -> ValueLayout.ADDRESS;
      default -> throw new IllegalArgumentException("no layout for the C type '" + type + "'");
    };
  }
}
