package dev.hvsock.headers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A C file with one claim a line, which compiles if all are right. */
final class CSource {
  private static final String INTRODUCTION =
      """
      /*
       * What hvsock's binding classes say of C, as claims for a C compiler to check. Generated; each
       * claim ends with the Java item that makes it.
       */
      #define _GNU_SOURCE
      #define WIN32_LEAN_AND_MEAN /* lest windows.h includes the Winsock before winsock2.h */
      """;

  /**
   * DECLARED is true also where a header declares a parameter as a union of the pointers that it
   * takes. A call of differs that remains in the generated code is an error.
   */
  private static final String MACROS =
      """
      #include <stddef.h>

      #define DECLARED(function, ...) __builtin_types_compatible_p(__typeof__(function), __VA_ARGS__)

      void differs(void) __attribute__((error("other bytes")));
      """;

  private final List<String> lines = new ArrayList<>();
  private final Map<Integer, Claim> claims = new HashMap<>();

  private CSource(Set<String> headers) {
    INTRODUCTION.lines().forEach(lines::add);
    headers.forEach(header -> lines.add("#include <" + header + ">"));
    MACROS.lines().forEach(lines::add);
  }

  /** Claims everything that the bindings say. */
  static CSource claiming(Bindings bindings) {
    CSource source = new CSource(bindings.headers());
    String section = "";
    for (Claim claim : bindings.claims()) {
      String next = claim.item().substring(0, claim.item().lastIndexOf('.'));
      if (!next.equals(section)) {
        source.lines.add("");
        section = next;
      }
      source.add(claim, claim.statement(source.freeName()));
    }
    return source;
  }

  /** Makes the compiler complain of each claim's evidence, and tell its type in doing so. */
  static CSource asking(Set<String> headers, List<Claim.Assertion> claims) {
    CSource source = new CSource(headers);
    source.lines.add("struct what_c_says;");
    for (Claim.Assertion claim : claims) {
      source.add(
          claim, "struct what_c_says *%s = %s;".formatted(source.freeName(), claim.evidence()));
    }
    return source;
  }

  private String freeName() {
    return "c" + claims.size();
  }

  private void add(Claim claim, String line) {
    lines.add(line);
    claims.put(lines.size(), claim);
  }

  /** Whether there is no claim. */
  boolean isEmpty() {
    return claims.isEmpty();
  }

  /** The claim in a line, counted from 1. */
  Optional<Claim> claimAt(int line) {
    return Optional.ofNullable(claims.get(line));
  }

  /** The text of the file. */
  String text() {
    return String.join("\n", lines) + "\n";
  }
}
