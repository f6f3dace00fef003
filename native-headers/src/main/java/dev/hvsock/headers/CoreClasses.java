package dev.hvsock.headers;

import dev.hvsock.foreign.CHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The classes of hvsock-core, loaded and not initialised. */
final class CoreClasses {
  private CoreClasses() {}

  /** All classes of core, nested ones too. */
  static List<Class<?>> all() {
    return in("dev.hvsock", CoreClasses.class.getClassLoader());
  }

  /** The classes of one package and those below it, as {@code loader} has them. */
  static List<Class<?>> in(String packageName, ClassLoader loader) {
    String prefix = packageName + ".";
    return names()
        .filter(name -> name.startsWith(prefix))
        .<Class<?>>map(n -> load(n, loader))
        .toList();
  }

  private static Stream<String> names() {
    try {
      Path core =
          Path.of(CHeaders.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(core)) {
        return names(core).stream();
      }
      try (FileSystem jar = FileSystems.newFileSystem(core)) {
        return names(jar.getPath("/")).stream();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError("class paths are URIs", e);
    }
  }

  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .toList();
    }
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name + " was just listed", e);
    }
  }
}
