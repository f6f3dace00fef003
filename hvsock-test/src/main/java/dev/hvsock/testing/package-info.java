/**
 * The contract that every kind of flow and listener passes, as JUnit test interfaces; what such
 * tests need; and the guest lab, where real AF_VSOCK can be used.
 */
@NullMarked
package dev.hvsock.testing;

import org.jspecify.annotations.NullMarked;
