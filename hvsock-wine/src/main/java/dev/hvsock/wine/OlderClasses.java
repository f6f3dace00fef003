package dev.hvsock.wine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies of our classes for a Java that is older than they are: class files of Java 22 that say
 * they are of 21, and are otherwise the same.
 *
 * <p>That serves a test and nothing else. It is sound as far as nothing in the format changed from
 * 21 to 22, and it leaves open whether the methods that a class calls exist: where one does not,
 * the JVM says so when the call is reached.
 */
final class OlderClasses {
  private static final int MAGIC = 0xCAFEBABE;
  private static final int MAJOR_AT = 6;
  private static final short JAVA_21 = 65;
  private static final short JAVA_22 = 66;

  private OlderClasses() {}

  /** Copies a folder, or what is in a jar, into {@code target}, which must not exist. */
  static void copy(Path folderOrJar, Path target) throws IOException {
    if (Files.isDirectory(folderOrJar)) {
      copyTree(folderOrJar, target);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(folderOrJar)) {
      copyTree(jar.getPath("/"), target);
    }
  }

  private static void copyTree(Path from, Path target) throws IOException {
    for (Path each : files(from)) {
      Path copy = target.resolve(from.relativize(each).toString());
      Files.createDirectories(copy.getParent());
      byte[] bytes = Files.readAllBytes(each);
      Files.write(copy, each.toString().endsWith(".class") ? lowered(bytes, each) : bytes);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  /** The same class file, which says it is of Java 21 if it said it was of 22. */
  static byte[] lowered(byte[] classFile, Path name) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(classFile.clone());
    if (bytes.getInt(0) != MAGIC || bytes.getShort(MAJOR_AT) > JAVA_22) {
      throw new IOException("lower " + name + ": it is no class file of Java 22 or older");
    }
    if (bytes.getShort(MAJOR_AT) == JAVA_22) {
      bytes.putShort(MAJOR_AT, JAVA_21);
    }
    return bytes.array();
  }
}
