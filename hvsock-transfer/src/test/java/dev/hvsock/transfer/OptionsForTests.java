package dev.hvsock.transfer;

/** Options for tests of other packages, which cannot make any. */
public final class OptionsForTests {
  private OptionsForTests() {}

  /** Those of a receiver that has not set any. */
  public static ReceiveOptions receive() {
    return new ReceiveOptions();
  }
}
