/** What runs under Wine, and what runs it there. */
@NullMarked
package dev.hvsock.wine;

import org.jspecify.annotations.NullMarked;
