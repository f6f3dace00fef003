package dev.hvsock.cli.windows;

import java.util.UUID;

/**
 * A virtual machine of this host.
 *
 * @param name what its owner calls it
 * @param id its VM id
 * @param state such as {@code Running} or {@code Off}
 */
public record VirtualMachine(String name, UUID id, String state) {}
