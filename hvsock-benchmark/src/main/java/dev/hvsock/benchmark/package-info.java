/**
 * The side-by-side benchmark: contenders, the work they are given, and what is made of the figures.
 */
@NullMarked
package dev.hvsock.benchmark;

import org.jspecify.annotations.NullMarked;
