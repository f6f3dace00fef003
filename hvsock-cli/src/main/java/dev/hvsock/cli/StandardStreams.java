package dev.hvsock.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What a flow is joined to where the command line names nothing else.
 *
 * @param in where data comes from
 * @param out where data goes to; unbuffered, and it throws
 */
record StandardStreams(InputStream in, OutputStream out) {

  /**
   * Those of the process. Not System.in and System.out: these buffer, and the latter is silent
   * about failures.
   */
  static StandardStreams ofProcess() {
    return new StandardStreams(
        new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
  }
}
