package dev.hvsock.transfer.files;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * This machine's files, with trouble before some of what is done to them. It is equal to the file
 * system of this machine, as files in it are other processes' too.
 */
public final class TroubledFiles extends FileSystem {
  /** What is done to a file. */
  public enum Deed {
    /** Its attributes are read. */
    LOOK,
    /** Bytes are read. */
    READ,
    /** Bytes are written. */
    WRITE,
    /** It is forced to its device. */
    FORCE,
    /** It is made. */
    MAKE
  }

  /** What happens before a deed. */
  public interface Trouble {
    /**
     * Makes it, or none.
     *
     * @param path of the file, as this machine knows it
     */
    void before(Deed deed, Path path) throws IOException;

    /** What the file system makes of a path; itself unless told otherwise. */
    default Path named(Path path) {
      return path;
    }
  }

  private static final FileSystem REAL = FileSystems.getDefault();

  private final TroubledProvider provider;

  private TroubledFiles(Trouble trouble) {
    this.provider = new TroubledProvider(this, trouble);
  }

  /** This folder, and all that is in it, where there is trouble. */
  public static Path over(Path folder, Trouble trouble) {
    return new TroubledFiles(trouble).troubled(folder);
  }

  /** One of this machine's paths as one of these. */
  Path troubled(Path real) {
    return (Path)
        Proxy.newProxyInstance(
            Path.class.getClassLoader(), new Class<?>[] {Path.class}, new Troubled(this, real));
  }

  /** One of these paths as one of this machine's. */
  static Path real(Path troubled) {
    return (Path) real((Object) troubled);
  }

  private static Object real(Object argument) {
    return Proxy.isProxyClass(argument.getClass())
            && Proxy.getInvocationHandler(argument) instanceof Troubled troubled
        ? troubled.real
        : argument;
  }

  /** How one of these paths answers: as the real one does, but for whose it is. */
  private record Troubled(TroubledFiles files, Path real) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getName().equals("getFileSystem")) {
        return files;
      }
      Object[] known =
          arguments == null
              ? new Object[0]
              : Arrays.stream(arguments).map(TroubledFiles::real).toArray();
      try {
        Object result = method.invoke(real, known);
        return result instanceof Path path ? files.troubled(path) : result;
      } catch (InvocationTargetException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
    }
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return REAL.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    List<Path> roots = new ArrayList<>();
    REAL.getRootDirectories().forEach(root -> roots.add(troubled(root)));
    return roots;
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return REAL.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return REAL.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return troubled(REAL.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return REAL.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || REAL.equals(other);
  }

  @Override
  public int hashCode() {
    return REAL.hashCode();
  }
}
