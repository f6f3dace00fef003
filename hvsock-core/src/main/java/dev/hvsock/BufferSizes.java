package dev.hvsock;

/**
 * How much the system buffers for a flow, as it has it in force, which may differ from what was
 * asked for.
 *
 * <p>On unix and tcp these are SO_SNDBUF and SO_RCVBUF, which Linux reports doubled, its own
 * bookkeeping included (socket(7)). On vsock both are SO_VM_SOCKETS_BUFFER_SIZE, which bounds what
 * the peer may have sent and this end has not read.
 *
 * @param output bytes on their way out
 * @param input bytes that have arrived
 */
public record BufferSizes(long output, long input) {}
