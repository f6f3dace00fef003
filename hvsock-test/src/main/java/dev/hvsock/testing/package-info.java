/**
 * The contract that every kind of flow and listener passes, as JUnit test interfaces, and what such
 * tests need.
 */
@NullMarked
package dev.hvsock.testing;

import org.jspecify.annotations.NullMarked;
