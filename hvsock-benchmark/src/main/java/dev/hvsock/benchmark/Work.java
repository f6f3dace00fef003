package dev.hvsock.benchmark;

import java.io.IOException;

/** One kind of work that contenders are given in turn, round after round. */
interface Work {
  /** How it is called on the command line. */
  String name();

  /** Does it all and leaves the values in the bench's results. */
  void perform(Bench bench) throws IOException, InterruptedException;
}
