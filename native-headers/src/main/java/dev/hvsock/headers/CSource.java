package dev.hvsock.headers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A C file with one claim a line, which compiles if all are right. */
final class CSource {
  private static final String INTRODUCTION =
      """
      /*
       * What hvsock's binding classes say of C, as claims for a C compiler to check. Generated; each
       * claim ends with the Java item that makes it.
       */
      #define _GNU_SOURCE
      """;

  /** True also where a header declares a parameter as a union of the pointers that it takes. */
  private static final String DECLARED =
      """
      #include <stddef.h>

      #define DECLARED(function, ...) __builtin_types_compatible_p(__typeof__(function), __VA_ARGS__)
      """;

  private final List<String> lines = new ArrayList<>();
  private final Map<Integer, Claim> claims = new HashMap<>();

  private CSource(Bindings bindings) {
    INTRODUCTION.lines().forEach(lines::add);
    bindings.headers().forEach(header -> lines.add("#include <" + header + ">"));
    DECLARED.lines().forEach(lines::add);
  }

  /** Claims everything that the bindings say. */
  static CSource claiming(Bindings bindings) {
    CSource source = new CSource(bindings);
    String section = "";
    for (Claim claim : bindings.claims()) {
      String next = claim.item().substring(0, claim.item().lastIndexOf('.'));
      if (!next.equals(section)) {
        source.lines.add("");
        section = next;
      }
      source.add(claim, "_Static_assert(%s, \"%s\");".formatted(claim.condition(), claim.item()));
    }
    return source;
  }

  /** Makes the compiler complain of each claim's evidence, and tell its type in doing so. */
  static CSource asking(Bindings bindings) {
    CSource source = new CSource(bindings);
    source.lines.add("struct what_c_says;");
    for (Claim claim : bindings.claims()) {
      source.add(
          claim, "struct what_c_says *c%d = %s;".formatted(source.claims.size(), claim.evidence()));
    }
    return source;
  }

  private void add(Claim claim, String line) {
    lines.add(line);
    claims.put(lines.size(), claim);
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
