package dev.hvsock.foreign;

import java.lang.invoke.MethodHandle;

/**
 * A C function that Java can call. Kept in a {@code static final} field, its handle is a constant
 * to the compiler.
 *
 * @param prototype what the handle was made from
 * @param handle calls the function
 */
public record CFunction(CPrototype prototype, MethodHandle handle) {}
