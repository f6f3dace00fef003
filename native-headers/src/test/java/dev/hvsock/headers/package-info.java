/** What is compared with which headers, and proof that a difference is noticed. */
@NullMarked
package dev.hvsock.headers;

import org.jspecify.annotations.NullMarked;
