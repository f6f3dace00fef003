/** What users put in their own tests of programs that speak over flows. */
@NullMarked
package dev.hvsock.testing;

import org.jspecify.annotations.NullMarked;
