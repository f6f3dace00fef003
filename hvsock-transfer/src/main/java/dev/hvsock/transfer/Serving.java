package dev.hvsock.transfer;

import dev.hvsock.transfer.files.Destination;
import dev.hvsock.transfer.files.SourceTree;
import dev.hvsock.transfer.wire.Companion;
import dev.hvsock.transfer.wire.Message;
import dev.hvsock.transfer.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What a server does for one client. */
final class Serving {
  private final Path root;
  private final boolean readOnly;
  private final ReceiveOptions receiving;
  private final SendOptions sending;

  Serving(Path root, ServeOptions options) {
    this.root = root;
    this.readOnly = options.readOnly();
    this.receiving = options.receiving();
    this.sending = options.sending();
  }

  /** How long a client may take for one message. */
  Duration patience() {
    return receiving.patience();
  }

  /**
   * Does what the client asks for.
   *
   * @return what came of it, unless it was a list
   */
  Optional<TransferReport> run(Wire wire, long start) throws IOException {
    Message request = wire.next("what it asks for");
    return switch (request) {
      case Message.Get get -> Optional.of(send(wire, get, start));
      case Message.Put put -> Optional.of(receive(wire, put, start));
      case Message.Ls ls -> {
        list(wire, ls);
        yield Optional.empty();
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

  private void list(Wire wire, Message.Ls ls) throws IOException {
    SourceTree tree = SourceTree.listed(root, ls.path());
    wire.say(new Message.Granted());
    Offers.say(wire, tree, false);
    Ends.await(wire);
    wire.endTurn();
  }
}
