package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;

/**
 * What failures of a file system are called before the peer: not by the paths of this machine, of
 * which many messages of Java consist.
 */
public final class Reasons {
  private Reasons() {}

  /** The reason of this failure, in words. */
  public static String of(Exception failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "it is gone";
      case FileAlreadyExistsException it -> reason(it, "something else has come to have its name");
      case DirectoryNotEmptyException _ -> "a folder is in its place";
      case FileSystemException it -> reason(it, "the file system refuses it");
      case ReadOnlyFileSystemException _ -> "the file system is read-only";
      case UnsupportedOperationException _ -> "the file system has no such thing";
      case IOException it -> said(it);
      default -> failure.toString();
    };
  }

  private static String reason(FileSystemException failure, String otherwise) {
    String reason = failure.getReason();
    return reason == null ? otherwise : reason;
  }

  private static String said(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
