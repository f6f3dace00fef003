package dev.hvsock.transfer;

import dev.hvsock.Flow;
import dev.hvsock.FlowHandler;
import dev.hvsock.transfer.files.Destination;
import dev.hvsock.transfer.files.SourceTree;
import dev.hvsock.transfer.wire.Companion;
import dev.hvsock.transfer.wire.Message;
import dev.hvsock.transfer.wire.Role;
import dev.hvsock.transfer.wire.Wire;
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

  /**
   * Sends these files, folders (with all that is in them) and links to who receives. Of a path that
   * has no name, such as {@code .}, what is in it is sent.
   */
  public static TransferReport send(Flow flow, List<Path> sources, Consumer<SendOptions> options)
      throws IOException {
    SendOptions set = set(new SendOptions(), options);
    return Session.run(
        "send",
        flow,
        Role.SEND,
        set.patience(),
        (wire, start) -> new Sending(wire, tree(wire, sources), set, start).run());
  }

  /** Receives into a folder, which is made if it is not there. */
  public static TransferReport receive(Flow flow, Path folder, Consumer<ReceiveOptions> options)
      throws IOException {
    ReceiveOptions set = set(new ReceiveOptions(), options);
    return Session.run(
        "receive",
        flow,
        Role.RECEIVE,
        set.patience(),
        (wire, start) -> {
          try (Destination destination = Destination.open(folder, set)) {
            return Receiving.run(wire, destination, set, entries -> {}, start);
          }
        });
  }

  /**
   * Gets files, folders and links from a server into a folder, which is made if it is not there.
   *
   * @param paths relative to the folder that is served, 1 to 1,000, together less than 60,000
   *     bytes; the empty one stands for all that is in it
   */
  public static TransferReport get(
      Flow flow, List<String> paths, Path folder, Consumer<ReceiveOptions> options)
      throws IOException {
    Message.Get request = Message.Get.of(paths);
    ReceiveOptions set = set(new ReceiveOptions(), options);
    return Session.run(
        "get",
        flow,
        Role.ASK,
        set.patience(),
        (wire, start) -> {
          try (Destination destination = Destination.open(folder, set)) {
            ask(wire, request);
            return Receiving.run(wire, destination, set, new Asked(paths)::check, start);
          }
        });
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
    SendOptions set = set(new SendOptions(), options);
    return Session.run(
        "put",
        flow,
        Role.ASK,
        set.patience(),
        (wire, start) -> {
          ask(wire, new Message.Put(set.overwrite(), set.resume(), folder));
          return new Sending(wire, tree(wire, sources), set, start).run();
        });
  }

  /**
   * What a server has in a folder, without what is in the folders therein; or the one file or link.
   *
   * @param path relative to the folder that is served; empty for that one itself
   */
  public static List<Entry> list(Flow flow, String path, Consumer<ReceiveOptions> options)
      throws IOException {
    ReceiveOptions set = set(new ReceiveOptions(), options);
    return Session.run(
        "list",
        flow,
        Role.ASK,
        set.patience(),
        (wire, start) -> {
          ask(wire, new Message.Ls(path));
          List<Entry> entries = Offers.hearList(wire, set.maxFiles());
          wire.endTurn();
          Ends.await(wire);
          return entries;
        });
  }

  /**
   * Serves a folder to the clients of {@link dev.hvsock.Hvsock#serve}, each as it asks.
   *
   * @param options called once for each client, by its thread; {@link ServeOptions#listeners} is
   *     how to hear what becomes of them
   */
  public static FlowHandler server(Path folder, Consumer<ServeOptions> options) {
    return flow -> new Serving(flow, folder, set(new ServeOptions(), options)).run();
  }

  private static <O> O set(O options, Consumer<O> setter) {
    setter.accept(options);
    return options;
  }

  private static SourceTree tree(Wire wire, List<Path> sources) throws IOException {
    try (Companion _ = wire.stillAtIt()) {
      return SourceTree.of(sources);
    }
  }

  private static void ask(Wire wire, Message request) throws IOException {
    wire.say(request);
    wire.flush();
    wire.next(Message.Granted.class, "that it grants what it was asked for");
  }
}
