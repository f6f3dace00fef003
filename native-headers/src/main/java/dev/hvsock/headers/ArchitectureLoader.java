package dev.hvsock.headers;

import java.io.IOException;
import java.io.InputStream;

/**
 * Loads the binding classes of a package anew, so that they are initialised as on another
 * architecture. The annotations and records that they are made of stay those of everybody.
 */
final class ArchitectureLoader extends ClassLoader {
  private final String prefix;

  private ArchitectureLoader(String packageName) {
    super(ArchitectureLoader.class.getClassLoader());
    prefix = packageName + ".";
  }

  /**
   * What the bindings of a package say on a machine that calls itself {@code architecture} in
   * {@code os.arch}. Changes that property meanwhile.
   */
  static Bindings read(String packageName, String architecture) {
    String here = System.setProperty("os.arch", architecture);
    try {
      return Bindings.of(CoreClasses.in(packageName, new ArchitectureLoader(packageName)));
    } finally {
      System.setProperty("os.arch", here);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(prefix)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
