/**
 * The inside of {@link dev.hvsock.testing.VirtualNetwork}: time, the two directions of a
 * connection, and what lies between them.
 *
 * <p>Locks are taken in this order, none of them while waiting: a backlog's, a connection's, and
 * then, as the last one, that of the timeline, of a cable's way or of the monitors.
 */
@NullMarked
package dev.hvsock.testing.network;

import org.jspecify.annotations.NullMarked;
