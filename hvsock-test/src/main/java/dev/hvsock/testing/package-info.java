/**
 * The contract that every kind of flow and listener passes, as JUnit test interfaces; flows and
 * listeners as parameters of tests, with a check for leaks; flows that misbehave by a script; and
 * the guest lab, where real AF_VSOCK can be used.
 */
@NullMarked
package dev.hvsock.testing;

import org.jspecify.annotations.NullMarked;
