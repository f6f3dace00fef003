package dev.hvsock.headers;

import dev.hvsock.foreign.CFunction;
import dev.hvsock.foreign.CLibrary;
import dev.hvsock.foreign.CPrototype;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * What {@link PlatformLoader} has instead of {@link CLibrary}: it keeps prototypes and links
 * nothing. A function captures its error, does nothing and returns 0.
 *
 * @param symbols is not asked
 * @param prefix is not used
 */
public record Unlinked(SymbolLookup symbols, String prefix) {

  /** Reads the declaration. */
  public CFunction link(String declaration, Linker.Option... options) {
    return link(MemorySegment.NULL, CPrototype.parse(declaration), options);
  }

  /** Keeps the prototype. */
  public static CFunction link(
      MemorySegment address, CPrototype prototype, Linker.Option... options) {
    MethodType type = prototype.descriptor().toMethodType();
    return new CFunction(
        prototype, MethodHandles.empty(type.insertParameterTypes(0, MemorySegment.class)));
  }
}
