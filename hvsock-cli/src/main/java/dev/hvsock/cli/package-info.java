/**
 * The tool: {@link dev.hvsock.cli.Main} reads the command line, each command is a class of its own,
 * and what commands share stands beside them.
 */
@NullMarked
package dev.hvsock.cli;

import org.jspecify.annotations.NullMarked;
