/**
 * The messages of docs/transfer-protocol.md: how they are written, and read from a peer that is not
 * trusted.
 */
@NullMarked
package dev.hvsock.transfer.wire;

import org.jspecify.annotations.NullMarked;
