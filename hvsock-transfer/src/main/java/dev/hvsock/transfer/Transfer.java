package dev.hvsock.transfer;

import dev.hvsock.Flow;
import dev.hvsock.FlowHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Files and folders from one end of a flow to the other.
 *
 * <p>One flow carries one transfer: {@link #send} at one end and {@link #receive} at the other, or
 * {@link #get}, {@link #put} or {@link #list} at the one and {@link #server} at the other. It does
 * not matter who connected. What goes over the flow is docs/transfer-protocol.md.
 *
 * <p>Paths may belong to any file system that Java knows. All methods block until the transfer is
 * signed off by both ends, and may be called by any thread, a virtual one too. The flow stays the
 * caller's, who closes it; its time limits are changed. Whoever wants to stop a transfer interrupts
 * the thread or aborts the flow: the peer hears of the interrupt, and what has arrived of the file
 * under way can be gone on with.
 *
 * <p>Failures, which end the transfer and abort the flow:
 *
 * <ul>
 *   <li>{@link TransferRefusedException}: either end does not want it, for a reason that is given
 *   <li>{@link java.net.ProtocolException}: the peer does not keep to the protocol
 *   <li>{@link java.net.SocketTimeoutException}: the peer is silent, or too slow
 *   <li>{@link java.io.InterruptedIOException}: this thread was interrupted
 *   <li>what {@link Flow} throws, and what the file system does
 * </ul>
 *
 * <p>A single file that cannot be sent or taken does not end the transfer: it is in the report.
 */
public final class Transfer {
  private Transfer() {}

  /** Sends these files, folders (with all that is in them) and links to who receives. */
  public static TransferReport send(Flow flow, List<Path> sources, Consumer<SendOptions> options)
      throws IOException {
    return pending(List.of());
  }

  /** Receives into a folder, which is made if it is not there. */
  public static TransferReport receive(Flow flow, Path folder, Consumer<ReceiveOptions> options)
      throws IOException {
    return pending(List.of());
  }

  /**
   * Gets files, folders and links from a server into a folder, which is made if it is not there.
   *
   * @param paths relative to the folder that is served; the empty one stands for all that is in it
   */
  public static TransferReport get(
      Flow flow, List<String> paths, Path folder, Consumer<ReceiveOptions> options)
      throws IOException {
    return pending(List.of());
  }

  /**
   * Puts files, folders and links to a server.
   *
   * @param folder relative to the folder that is served, made if it is not there; empty for that
   *     one itself
   */
  public static TransferReport put(
      Flow flow, List<Path> sources, String folder, Consumer<SendOptions> options)
      throws IOException {
    return pending(List.of());
  }

  /**
   * What a server has in a folder, without what is in the folders therein; or the one file or link.
   *
   * @param path relative to the folder that is served; empty for that one itself
   */
  public static List<Entry> list(Flow flow, String path, Consumer<ReceiveOptions> options)
      throws IOException {
    return pending(List.of());
  }

  /** Serves a folder to the clients of {@link dev.hvsock.Hvsock#serve}, each as it asks. */
  public static FlowHandler server(Path folder, Consumer<ServeOptions> options) {
    return flow -> flow.abort();
  }

  private static <T> T pending(List<T> none) {
    return none.getFirst();
  }
}
