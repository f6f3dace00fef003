/**
 * Holds the binding classes of hvsock-core against the system's headers, with a C compiler as the
 * judge. {@link dev.hvsock.headers.Bindings} reads by reflection what the classes say, {@link
 * dev.hvsock.headers.CSource} writes it down as C, {@link dev.hvsock.headers.CCompiler} finds where
 * the two differ.
 */
@NullMarked
package dev.hvsock.headers;

import org.jspecify.annotations.NullMarked;
