/** What goes through flows, as packets of AF_VSOCK in a pcap file; independent of the system. */
@NullMarked
package dev.hvsock.capture;

import org.jspecify.annotations.NullMarked;
