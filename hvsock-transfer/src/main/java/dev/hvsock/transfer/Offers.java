package dev.hvsock.transfer;

import dev.hvsock.transfer.files.SourceTree;
import dev.hvsock.transfer.wire.Message;
import dev.hvsock.transfer.wire.Wire;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** Offers as they are said and heard: a number of entries, whose sizes have a sum. */
final class Offers {
  /** How many bytes the messages of all entries may have. */
  static final long MAX_BYTES = 64L << 20;

  private Offers() {}

  /** Says what is in a tree. */
  static void say(Wire wire, SourceTree tree, boolean rehearsal) throws IOException {
    long bytes = tree.entries().stream().mapToLong(Wire::bytes).sum();
    if (bytes > MAX_BYTES) {
      throw new TransferRefusedException(
          tree.entries().size()
              + " names are too many for one offer; try: in parts, or a tar of them");
    }
    wire.say(new Message.Offer(rehearsal, tree.entries().size(), tree.bytes()));
    for (Entry entry : tree.entries()) {
      wire.say(new Message.Offered(entry));
    }
    wire.flush();
  }

  /** Hears a list, of no more than so many entries. */
  static List<Entry> hearList(Wire wire, int most) throws IOException {
    Message.Offer offer = wire.next(Message.Offer.class, "the list");
    if (offer.entries() > most) {
      throw new TransferRefusedException(
          offer.entries() + " entries are listed, and " + most + " allowed; allow more");
    }
    List<Entry> entries = hear(wire, offer);
    Asked.checkList(entries);
    return entries;
  }

  /** Hears the entries of an offer that has begun. */
  static List<Entry> hear(Wire wire, Message.Offer offer) throws IOException {
    long before = wire.heardBytes();
    List<Entry> entries = new ArrayList<>();
    long sum = 0;
    while (entries.size() < offer.entries()) {
      Entry entry = wire.next(Message.Offered.class, "an entry of its offer").entry();
      sum += entry.size();
      if (sum < 0 || sum > offer.bytes()) {
        throw new ProtocolException(
            "its files have more than the offer's " + offer.bytes() + " bytes");
      }
      if (wire.heardBytes() - before > MAX_BYTES) {
        throw new ProtocolException("its entries have more than " + MAX_BYTES + " bytes");
      }
      entries.add(entry);
    }
    if (sum != offer.bytes()) {
      throw new ProtocolException(
          "its files have " + sum + " bytes, and not the offer's " + offer.bytes());
    }
    return List.copyOf(entries);
  }
}
