package dev.hvsock.transfer;

import java.util.List;

/**
 * Hears what becomes of one client of {@link Transfer#server}: what it asks for, how that gets on,
 * and in the end one of {@link #over}, {@link #listed} and {@link #failed}. A client that fails
 * before it has asked for anything is told of by the last alone.
 *
 * <p>Clients are served at once, each by threads of its own, which call that client's listener as
 * {@link TransferListener} says: one at a time, and what it throws ends this client alone. What
 * listeners have in common must be safe for use by several threads. The methods of this interface
 * are called by the thread that handles the client's flow.
 */
public interface ClientListener extends TransferListener {
  /** Hears nothing. */
  ClientListener NONE = new ClientListener() {};

  /** What a client can ask for. */
  enum Request {
    /** To be sent files. */
    GET,
    /** To be taken files from. */
    PUT,
    /** To be told what is there. */
    LIST
  }

  /**
   * What the client asks for, which may be refused yet.
   *
   * @param paths as the client says them, which is whatever it likes: relative to the folder that
   *     is served, of which the empty one is that folder, and for {@link Request#PUT} the one
   *     folder to put into
   */
  default void asked(Request request, List<String> paths) {}

  /** The client's transfer has been signed off by both ends. */
  default void over(TransferReport report) {}

  /**
   * The client has had its list.
   *
   * @param entries how many files, folders and links it was told of
   */
  default void listed(int entries) {}

  /**
   * The client was refused what it asked for, has broken off, or something else ended its transfer
   * as a whole.
   *
   * @param failure what the handler of its flow throws after this; mostly an {@link
   *     java.io.IOException}, as {@link Transfer} says. An {@link Error} is the cause of an {@link
   *     IllegalStateException} here
   */
  default void failed(Exception failure) {}
}
