/** Flows inside one process, without a kernel. */
@NullMarked
package dev.hvsock.memory;

import org.jspecify.annotations.NullMarked;
