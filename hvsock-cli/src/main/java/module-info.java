/** The command line tool {@code hvsock}: listen, connect, forward, perf, doctor, demo. */
module dev.hvsock.cli {
  requires dev.hvsock;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires static org.jspecify;

  opens dev.hvsock.cli to
      info.picocli;

  provides System.LoggerFinder with
      dev.hvsock.cli.LogLines;
}
