package dev.hvsock.headers;

import dev.hvsock.foreign.CPrototype;
import java.util.Locale;

/** One thing that a binding class says of C. */
sealed interface Claim {
  /** The Java item that says it, for example {@code LibC.AF_VSOCK}. */
  String item();

  /** What kind of thing it is. */
  Kind kind();

  /** What Java says, as a report shows it. */
  String java();

  /** The claim in C: an expression that is constant, and zero if the claim is wrong. */
  String condition();

  /** An expression in C of a pointer type that tells what C says instead. */
  String evidence();

  /** What claims are counted by. */
  enum Kind {
    /** A macro or an enumerator. */
    CONSTANT,
    /** The size of a struct. */
    STRUCT,
    /** The offset of a struct's member. */
    MEMBER,
    /** The size of a type that functions take or return. */
    TYPE,
    /** The type of a function. */
    FUNCTION;

    /** The word for many of this kind. */
    String plural() {
      return name().toLowerCase(Locale.ROOT) + "s";
    }
  }

  /**
   * An integer.
   *
   * @param expression what has this value in C
   */
  record Value(Kind kind, String item, String expression, int value) implements Claim {

    static Value constant(String item, String name, int value) {
      return new Value(Kind.CONSTANT, item, name, value);
    }

    static Value struct(String item, String struct, int size) {
      return new Value(Kind.STRUCT, item, "sizeof(" + struct + ")", size);
    }

    static Value member(String item, String struct, String member, int offset) {
      return new Value(Kind.MEMBER, item, "offsetof(" + struct + ", " + member + ")", offset);
    }

    static Value type(String item, String type, long size) {
      return new Value(Kind.TYPE, item, "sizeof(" + type + ")", (int) size);
    }

    @Override
    public String java() {
      return Integer.toString(value);
    }

    /**
     * A negative {@code int} may stand for an unsigned constant, but not for one of another width.
     */
    @Override
    public String condition() {
      return value >= 0
          ? expression + " == " + value
          : "(unsigned) (%s) == 0x%xu && sizeof(%s) == sizeof(int)"
              .formatted(expression, value, expression);
    }

    @Override
    public String evidence() {
      return "(char (*)[(unsigned) (" + expression + ")]) 0";
    }
  }

  /** A function's type. */
  record Function(String item, CPrototype prototype) implements Claim {
    @Override
    public Kind kind() {
      return Kind.FUNCTION;
    }

    @Override
    public String java() {
      return prototype.toString();
    }

    @Override
    public String condition() {
      return "DECLARED(%s, %s (%s%s))"
          .formatted(
              prototype.name(),
              prototype.result(),
              prototype.parameters().isEmpty() ? "void" : String.join(", ", prototype.parameters()),
              prototype.isVariadic() ? ", ..." : "");
    }

    @Override
    public String evidence() {
      return "&" + prototype.name();
    }
  }
}
