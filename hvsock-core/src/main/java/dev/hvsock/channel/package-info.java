/**
 * Unix sockets through the JDK's own channels, for a system to which hvsock has no binding of its
 * own for them: Windows.
 */
@NullMarked
package dev.hvsock.channel;

import org.jspecify.annotations.NullMarked;
