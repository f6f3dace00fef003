/** Talks to Windows: AF_HYPERV and TCP, by overlapped operations on a completion port. */
@NullMarked
package dev.hvsock.windows;

import org.jspecify.annotations.NullMarked;
