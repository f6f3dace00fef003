/** Flows over Linux sockets (AF_VSOCK, AF_UNIX, AF_INET, AF_INET6), by way of the C library. */
@NullMarked
package dev.hvsock.linux;

import org.jspecify.annotations.NullMarked;
