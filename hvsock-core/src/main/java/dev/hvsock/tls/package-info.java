/**
 * TLS 1.3 over any other flow, by the JDK's engine of it: see docs/decisions/0028-tls.md.
 *
 * <p>{@link dev.hvsock.Tls} is its door.
 */
@NullMarked
package dev.hvsock.tls;

import org.jspecify.annotations.NullMarked;
