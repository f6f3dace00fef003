/**
 * The legacy shutdown framing, which ends a direction by a message where the transport below cannot
 * end it: see docs/decisions/0018-framed.md.
 */
@NullMarked
package dev.hvsock.framed;

import org.jspecify.annotations.NullMarked;
