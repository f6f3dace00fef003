package dev.hvsock.transfer;

/** What becomes of a file that the receiver has already, under the same name. */
public enum Overwrite {
  /** It stays. */
  NEVER,
  /** It is replaced if it was modified before the one that is offered. */
  OLDER,
  /** It is replaced. */
  ALWAYS
}
