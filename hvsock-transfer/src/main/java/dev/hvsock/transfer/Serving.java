package dev.hvsock.transfer;

import dev.hvsock.Flow;
import dev.hvsock.transfer.ClientListener.Request;
import dev.hvsock.transfer.files.Destination;
import dev.hvsock.transfer.files.SourceTree;
import dev.hvsock.transfer.wire.Companion;
import dev.hvsock.transfer.wire.Message;
import dev.hvsock.transfer.wire.Role;
import dev.hvsock.transfer.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a server does for one client. */
final class Serving {
  private final Flow flow;
  private final Path root;
  private final boolean readOnly;
  private final ReceiveOptions receiving;
  private final SendOptions sending;
  private final ClientListener listener;

  Serving(Flow flow, Path root, ServeOptions options) {
    this.flow = flow;
    this.root = root;
    this.readOnly = options.readOnly();
    this.receiving = options.receiving();
    this.sending = options.sending();
    this.listener = listener(options);
  }

  private ClientListener listener(ServeOptions options) {
    Optional<ClientListener> made = options.listener(flow);
    made.ifPresent(receiving::listener);
    made.ifPresent(sending::listener);
    return made.orElse(ClientListener.NONE);
  }

  /** What came of it, which its listener hears of when the flow has nothing more to carry. */
  private interface Outcome {
    void tell(ClientListener listener);
  }

  /** Does what the client asks for, and tells of it. */
  void run() throws IOException {
    Outcome outcome;
    try {
      outcome = Session.run("serve", flow, Role.SERVE, receiving.patience(), this::answer);
    } catch (IOException | RuntimeException | Error e) {
      tell(e);
      throw e;
    }
    outcome.tell(listener);
  }

  private void tell(Throwable failure) {
    try {
      listener.failed(
          failure instanceof Exception exception ? exception : new IllegalStateException(failure));
    } catch (RuntimeException | Error e) {
      if (!e.equals(failure)) {
        failure.addSuppressed(e);
      }
    }
  }

  private Outcome answer(Wire wire, long start) throws IOException {
    Message request = wire.next("what it asks for");
    return switch (request) {
      case Message.Get get -> {
        listener.asked(Request.GET, get.paths());
        TransferReport report = send(wire, get, start);
        yield hearer -> hearer.over(report);
      }
      case Message.Put put -> {
        listener.asked(Request.PUT, List.of(put.folder()));
        TransferReport report = receive(wire, put, start);
        yield hearer -> hearer.over(report);
      }
      case Message.Ls ls -> {
        listener.asked(Request.LIST, List.of(ls.path()));
        int entries = list(wire, ls);
        yield hearer -> hearer.listed(entries);
      }
      default -> throw Wire.unexpected(request, "what it asks for");
    };
  }

  private TransferReport send(Wire wire, Message.Get get, long start) throws IOException {
    SourceTree tree;
    try (Companion _ = wire.stillAtIt()) {
      tree = SourceTree.served(root, get.paths());
    }
    wire.say(new Message.Granted());
    return new Sending(wire, tree, sending, start).run();
  }

  private TransferReport receive(Wire wire, Message.Put put, long start) throws IOException {
    if (readOnly) {
      throw new TransferRefusedException("this folder is served for reading only");
    }
    Overwrite granted =
        put.overwrite().compareTo(receiving.overwrite()) < 0
            ? put.overwrite()
            : receiving.overwrite();
    receiving.overwrite(granted).resume(put.resume());
    try (Destination destination = Destination.open(root, put.folder(), receiving)) {
      wire.say(new Message.Granted());
      wire.flush();
      return Receiving.run(wire, destination, receiving, entries -> {}, start);
    }
  }

  private int list(Wire wire, Message.Ls ls) throws IOException {
    SourceTree tree = SourceTree.listed(root, ls.path());
    wire.say(new Message.Granted());
    Offers.say(wire, tree, false);
    Ends.await(wire);
    wire.endTurn();
    return tree.entries().size();
  }
}
