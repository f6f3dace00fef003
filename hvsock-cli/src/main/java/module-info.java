/**
 * The command line tool {@code hvsock}: listen, connect, forward, send, receive, serve, get, put,
 * ls, perf, doctor, demo, selftest.
 */
module dev.hvsock.cli {
  requires dev.hvsock;
  requires dev.hvsock.testing;
  requires dev.hvsock.transfer;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires org.junit.platform.launcher; // for what dev.hvsock.testing runs by it
  requires static org.jspecify;

  opens dev.hvsock.cli to
      info.picocli;

  provides System.LoggerFinder with
      dev.hvsock.cli.LogLines;
}
