package dev.hvsock.transfer.wire;

/** Why an end cannot go on; numbered in the protocol from 1, in this order. */
public enum Ending {
  /** The peer broke the protocol. */
  PROTOCOL,
  /** What is asked for, or offered, is refused. */
  REFUSED,
  /** Something failed at this end. */
  FAILURE,
  /** Somebody stopped it. */
  STOPPED
}
