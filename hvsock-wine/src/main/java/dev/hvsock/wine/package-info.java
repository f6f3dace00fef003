/** Windows, as far as Wine has it: a Windows JVM, and the sockets of Hyper-V out of a hook. */
@NullMarked
package dev.hvsock.wine;

import org.jspecify.annotations.NullMarked;
