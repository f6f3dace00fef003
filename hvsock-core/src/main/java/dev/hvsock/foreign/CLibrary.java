package dev.hvsock.foreign;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Arrays;

/**
 * A C library whose functions binding classes link.
 *
 * @param symbols finds them
 * @param prefix what stands before each function's name; empty but for a library that stands in for
 *     another one
 */
public record CLibrary(SymbolLookup symbols, String prefix) {

  /** Links the function of that declaration, see {@link CPrototype#parse}. */
  public CFunction link(String declaration, Linker.Option... options) {
    CPrototype prototype = CPrototype.parse(declaration);
    String name = prefix + prototype.name();
    return link(
        symbols.find(name).orElseThrow(() -> new UnsatisfiedLinkError("there is no " + name)),
        prototype,
        options);
  }

  /** Links a function by a pointer to it. */
  public static CFunction link(
      MemorySegment address, CPrototype prototype, Linker.Option... options) {
    return new CFunction(
        prototype,
        Linker.nativeLinker()
            .downcallHandle(address, prototype.descriptor(), withVariadic(prototype, options)));
  }

  private static Linker.Option[] withVariadic(CPrototype prototype, Linker.Option... options) {
    if (!prototype.isVariadic()) {
      return options;
    }
    Linker.Option[] more = Arrays.copyOf(options, options.length + 1);
    more[options.length] = Linker.Option.firstVariadicArg(prototype.parameters().size());
    return more;
  }
}
