/** Hybrid vsock: a virtual machine's ports, by way of its monitor's unix socket. */
@NullMarked
package dev.hvsock.hybrid;

import org.jspecify.annotations.NullMarked;
