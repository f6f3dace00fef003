package dev.hvsock.foreign;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the JVM lets binding classes link; where not, {@code --enable-native-access} is missing.
 */
public final class NativeAccess {
  private NativeAccess() {}

  /**
   * Why nothing can be linked, ending with the remedy; empty if it can.
   *
   * @param linked a function that its binding class links
   */
  public static Optional<String> obstacle(Supplier<CFunction> linked) {
    if (isAllowed(linked)) {
      return Optional.empty();
    }
    Module module = NativeAccess.class.getModule();
    String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return Optional.of("the JVM denies native access; try: java --enable-native-access=" + name);
  }

  private static boolean isAllowed(Supplier<CFunction> linked) {
    try {
      return linked.get().handle() != null;
    } catch (ExceptionInInitializerError e) {
      if (e.getCause() instanceof IllegalCallerException) {
        return false;
      }
      throw e;
    } catch (NoClassDefFoundError e) { // how the JVM reports it from the second time on
      return false;
    }
  }
}
