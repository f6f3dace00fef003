/** The command line tool {@code hvsock}: listen, connect, forward, perf, doctor, demo, selftest. */
module dev.hvsock.cli {
  requires dev.hvsock;
  requires dev.hvsock.testing;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires org.junit.platform.launcher; // for what dev.hvsock.testing runs by it
  requires static org.jspecify;

  opens dev.hvsock.cli to
      info.picocli;

  provides System.LoggerFinder with
      dev.hvsock.cli.LogLines;
}
