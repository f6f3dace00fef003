/**
 * The doors: {@link dev.hvsock.Hvsock}, {@link dev.hvsock.Flow}, {@link dev.hvsock.Address} and
 * what belongs to them.
 */
@NullMarked
package dev.hvsock;

import org.jspecify.annotations.NullMarked;
