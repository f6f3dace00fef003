/** What a new kind of transport implements. */
@NullMarked
package dev.hvsock.spi;

import org.jspecify.annotations.NullMarked;
