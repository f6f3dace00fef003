package dev.hvsock.headers;

import dev.hvsock.foreign.CPrototype;
import java.util.Locale;

/** One thing that a binding class says of C. */
sealed interface Claim permits Claim.Assertion, Image {
  /** The Java item that says it, for example {@code LibC.AF_VSOCK}. */
  String item();

  /** What kind of thing it is. */
  Kind kind();

  /** What Java says, as a report shows it. */
  String java();

  /**
   * A line of C that compiles if the claim is right.
   *
   * @param name is nobody else's in C
   */
  String statement(String name);

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
    FUNCTION,
    /** The bytes of an object. */
    IMAGE;

    /** The word for many of this kind. */
    String plural() {
      return name().toLowerCase(Locale.ROOT) + "s";
    }
  }

  /** A claim that the compiler judges without generating code. */
  sealed interface Assertion extends Claim {
    /** The claim in C: an expression that is constant, and zero if the claim is wrong. */
    String condition();

    /** An expression in C of a pointer type that tells what C says instead. */
    String evidence();

    @Override
    default String statement(String name) {
      return "_Static_assert(%s, \"%s\");".formatted(condition(), item());
    }
  }

  /**
   * An integer.
   *
   * @param expression what has this value in C
   */
  record Value(Kind kind, String item, String expression, int value) implements Assertion {

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
     * A negative {@code int} may stand for an unsigned constant as wide, or for what Java widens it
     * to.
     */
    @Override
    public String condition() {
      return value >= 0
          ? expression + " == " + value
          : "(long long) (%1$s) == %2$d || (sizeof(%1$s) == sizeof(int) && (long long) (%1$s) == 0x%2$xLL)"
              .formatted(expression, value);
    }

    @Override
    public String evidence() {
      return "(char (*)[(unsigned) (long long) (" + expression + ")]) 0";
    }
  }

  /**
   * A function's type.
   *
   * @param form what has this type in C, as a format of the function's name
   */
  record Function(String item, CPrototype prototype, String form) implements Assertion {
    /** The form of a function that is declared. */
    static final String DECLARED = "%s";

    /** The form of a function of which only a pointer's type is declared. */
    static final String POINTER = "*(LPFN_%S) 0";

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
              expression(),
              prototype.result(),
              prototype.parameters().isEmpty() ? "void" : String.join(", ", prototype.parameters()),
              prototype.isVariadic() ? ", ..." : "");
    }

    @Override
    public String evidence() {
      return "&" + expression();
    }

    private String expression() {
      return String.format(Locale.ROOT, form, prototype.name());
    }
  }
}
