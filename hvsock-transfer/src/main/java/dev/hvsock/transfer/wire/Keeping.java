package dev.hvsock.transfer.wire;

/** Why a receiver does not want an entry; numbered in the protocol from 0, in this order. */
public enum Keeping {
  /** It has the same already. */
  SAME,
  /** It keeps what it has under that name. */
  EXISTS,
  /** It refuses to have it. */
  REFUSED
}
