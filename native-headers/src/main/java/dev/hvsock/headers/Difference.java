package dev.hvsock.headers;

/**
 * Something that Java and C say differently.
 *
 * @param claim what Java says
 * @param c what C says, or why it says nothing
 */
record Difference(Claim claim, String c) {
  /** Whether no header says anything of it: such a claim is not confirmed. */
  boolean isUndeclared() {
    return claim instanceof Claim.Value value
        && c.startsWith("'" + value.expression() + "' undeclared");
  }

  @Override
  public String toString() {
    return claim.item() + " is " + claim.java() + " in Java, in C: " + c;
  }
}
