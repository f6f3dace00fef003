package dev.hvsock.cli.windows;

/**
 * What a program that has ended leaves.
 *
 * @param status its exit status, 0 if all went well
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
public record ProgramEnd(int status, String output, String errors) {

  /** Whether all went well. */
  public boolean isGood() {
    return status == 0;
  }

  /** What it said about itself, in one line: where it complains is for each program to choose. */
  String words() {
    String said = errors.isBlank() ? output : errors;
    String line = said.strip().replaceAll("\\s+", " ");
    return line.isEmpty() ? "exit status " + status : line;
  }
}
