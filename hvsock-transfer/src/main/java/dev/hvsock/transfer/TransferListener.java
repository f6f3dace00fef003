package dev.hvsock.transfer;

/**
 * Hears how a transfer gets on. All methods are called by threads of the transfer, one at a time,
 * and hold it up while they run; each sees what those before it have written. What one throws ends
 * the transfer and reaches its caller: as it is, or as the cause of an {@link
 * IllegalStateException} if another thread has called it.
 */
public interface TransferListener {
  /** Hears nothing. */
  TransferListener NONE = new TransferListener() {};

  /**
   * Both ends know what is offered.
   *
   * @param entries how many files, folders and links
   * @param bytes the sum of the files' sizes
   */
  default void offered(int entries, long bytes) {}

  /**
   * The receiver wants a file.
   *
   * @param path of its entry
   * @param size of the whole file, in bytes
   * @param present how many of them it has already
   */
  default void wanted(String path, long size, long present) {}

  /**
   * Both ends know what is to be sent, and all of it has been told by {@link #wanted}.
   *
   * @param files how many
   * @param bytes the sum of their sizes
   * @param present how many of these bytes the receiver has already, of files it goes on with
   */
  default void planned(int files, long bytes, long present) {}

  /**
   * A file's body begins.
   *
   * @param path of its entry
   * @param size of the whole file, in bytes
   * @param present how many of them the receiver has already
   */
  default void began(String path, long size, long present) {}

  /** So many more bytes of the file that began last have been moved, holes included. */
  default void moved(long bytes) {}

  /** At the sender, the file has been sent to its end; at the receiver, it has its final name. */
  default void ended(String path) {}

  /**
   * What is at this path is not at the receiver as it was offered; the rest goes on.
   *
   * @param reason what is in the way
   */
  default void notTaken(String path, String reason) {}
}
