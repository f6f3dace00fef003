package dev.hvsock.benchmark;

import dev.hvsock.Address;
import java.util.List;

/** Somebody who does the work that can be shared: the command for each piece of it. */
interface Contender {
  /** How it is called in tables. */
  String name();

  /** Accepts one flow and reads it to its end. */
  List<String> sink(Address at);

  /**
   * Connects, writes so many bytes, 256 KiB at a time, half-closes and waits for the peer's end.
   */
  List<String> source(Address to, long bytes);

  /** Accepts flows for ever and sends back what each sends. */
  List<String> echo(Address at);

  /** Makes so many round trips of 64 bytes, after as many to warm up. */
  List<String> ping(Address to, int count);

  /** Joins each flow accepted at one address to a new one to the other. */
  List<String> forward(Address from, Address to);

  /** Opens so many flows on virtual threads, holds them idle, and lets each be echoed once. */
  List<String> flows(Address to, int count);

  /** Whether its source and sink tell what they measured; if not, a clock outside does. */
  default boolean reports() {
    return true;
  }

  /** The failure of a contender that is asked for what it cannot do. */
  default List<String> cannot(String work) {
    throw new UnsupportedOperationException(name() + " cannot " + work);
  }
}
