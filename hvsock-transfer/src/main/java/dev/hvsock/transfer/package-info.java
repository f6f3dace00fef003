/**
 * The doors: {@link dev.hvsock.transfer.Transfer} and what belongs to it, and the two ends of a
 * transfer.
 */
@NullMarked
package dev.hvsock.transfer;

import org.jspecify.annotations.NullMarked;
