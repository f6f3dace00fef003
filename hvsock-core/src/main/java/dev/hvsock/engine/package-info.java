/**
 * What the flows of every platform share: waiting, time limits, serialising, closing, and the
 * wording of failures.
 */
@NullMarked
package dev.hvsock.engine;

import org.jspecify.annotations.NullMarked;
