/**
 * What Windows tells of itself, and lets be changed, through the programs that it brings: {@code
 * reg.exe}, {@code powershell.exe}, {@code wsl.exe}, {@code whoami.exe}.
 */
@NullMarked
package dev.hvsock.cli.windows;

import org.jspecify.annotations.NullMarked;
