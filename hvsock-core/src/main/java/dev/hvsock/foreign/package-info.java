/**
 * What the binding classes of every platform share: C prototypes as the source of function
 * descriptors, and captured error numbers.
 */
@NullMarked
package dev.hvsock.foreign;

import org.jspecify.annotations.NullMarked;
