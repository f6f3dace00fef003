package dev.hvsock.headers;

import dev.hvsock.foreign.CLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads the binding classes of a package anew, so that they are initialised as on another platform,
 * whose libraries need not be here: {@link Unlinked} is their {@link CLibrary}. The annotations and
 * the other records that they are made of stay those of everybody.
 */
final class PlatformLoader extends ClassLoader {
  private static final String LIBRARY = CLibrary.class.getName();

  private final String prefix;

  private PlatformLoader(String packageName) {
    super(PlatformLoader.class.getClassLoader());
    prefix = packageName + ".";
  }

  /**
   * What the bindings of a package say where the system has these properties. Changes them
   * meanwhile.
   */
  static Bindings read(String packageName, Map<String, String> properties) {
    Map<String, @Nullable String> here = new HashMap<>();
    properties.forEach((name, value) -> here.put(name, System.setProperty(name, value)));
    try {
      return Bindings.of(CoreClasses.in(packageName, new PlatformLoader(packageName)));
    } finally {
      here.forEach(PlatformLoader::restore);
    }
  }

  private static void restore(String name, @Nullable String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(prefix) && !name.equals(LIBRARY)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = name.equals(LIBRARY) ? unlinked() : read(name);
    return defineClass(name, bytes, 0, bytes.length);
  }

  /** {@link Unlinked} under the name of {@link CLibrary}, which is as long. */
  private byte[] unlinked() throws ClassNotFoundException {
    String unlinked = Unlinked.class.getName();
    String code = new String(read(unlinked), StandardCharsets.ISO_8859_1);
    return code.replace(unlinked.replace('.', '/'), LIBRARY.replace('.', '/'))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] read(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
