package dev.hvsock.transfer;

import dev.hvsock.transfer.files.SourceTree;
import dev.hvsock.transfer.wire.Companion;
import dev.hvsock.transfer.wire.Keeping;
import dev.hvsock.transfer.wire.Message;
import dev.hvsock.transfer.wire.Message.Kept;
import dev.hvsock.transfer.wire.Message.Summary;
import dev.hvsock.transfer.wire.Message.Want;
import dev.hvsock.transfer.wire.Wire;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** The sender's part of the protocol, from the offer on. For one thread. */
final class Sending {
  private static final int MOST_SHOWN = 1000;

  private final Wire wire;
  private final SourceTree tree;
  private final SendOptions options;
  private final List<Entry> entries;
  private final Tally tally;
  private final List<Want> wanted = new ArrayList<>();

  Sending(Wire wire, SourceTree tree, SendOptions options, long start) {
    this.wire = wire;
    this.tree = tree;
    this.options = options;
    this.entries = tree.entries();
    this.tally = new Tally(entries, options.listener(), start);
  }

  /** Sends, until both ends have signed off. */
  TransferReport run() throws IOException {
    offer();
    boolean rehearsal = hearAnswer() || options.rehearsal();
    Summary own;
    Summary theirs;
    if (rehearsal) {
      own = Tally.ofRehearsal();
      theirs = wire.next(Summary.class, "the summary");
    } else {
      theirs = sendBodies();
      own = tally.summary();
    }
    if (!own.equals(theirs)) {
      throw new ProtocolException("it sums up " + theirs + ", which was " + own);
    }
    for (var refused : tree.refused().stream().limit(Tally.MOST_REASONS).toList()) {
      wire.say(new Message.PassedOver(cut(refused.path()), refused.reason()));
    }
    wire.say(new Message.Confirmed(own.digest()));
    wire.endTurn();
    Ends.await(wire);
    return tally.report(own, rehearsal);
  }

  private void offer() throws IOException {
    Offers.say(wire, tree, options.rehearsal());
    options.listener().offered(entries.size(), tree.bytes());
    tree.refused().forEach(tally::notOffered);
  }

  /** Hears which files are wanted, and whether that is all that the receiver wants to tell. */
  private boolean hearAnswer() throws IOException {
    int next = 0;
    while (true) {
      Message message = wire.next("its answer to the offer");
      switch (message) {
        case Want want -> {
          next = answered(want.index(), next);
          hear(want);
        }
        case Kept kept -> {
          next = answered(kept.index(), next);
          hear(kept);
        }
        case Message.Answered answered -> {
          answered(entries.size(), next);
          tally.planned(wanted);
          return answered.rehearsal();
        }
        default -> throw Wire.unexpected(message, "its answer to the offer");
      }
    }
  }

  /** Answers come in order, and leave out no file. */
  private int answered(int index, int next) throws ProtocolException {
    if (index < next || index > entries.size()) {
      throw new ProtocolException("it answers for entry " + index + " when it is at " + next);
    }
    for (int i = next; i < index; i++) {
      if (entries.get(i).kind() == Entry.Kind.FILE) {
        throw new ProtocolException("it has no answer for entry " + i);
      }
    }
    return index + 1;
  }

  private Entry entry(int index) throws ProtocolException {
    if (index >= entries.size()) {
      throw new ProtocolException(
          "it speaks of entry " + index + " of " + entries.size() + " that there are");
    }
    return entries.get(index);
  }

  private void hear(Want want) throws ProtocolException {
    Entry entry = entry(want.index());
    if (entry.kind() != Entry.Kind.FILE || want.offset() > entry.size()) {
      throw new ProtocolException(
          "it wants entry " + want.index() + " from " + want.offset() + " on, which is not there");
    }
    wanted.add(want);
  }

  private void hear(Kept kept) throws ProtocolException {
    Entry entry = entry(kept.index());
    if (kept.why() == Keeping.SAME && entry.kind() != Entry.Kind.FILE) {
      throw new ProtocolException("it has the same of entry " + kept.index() + ", no file");
    }
    tally.kept(kept.index(), kept.why(), kept.reason());
  }

  /** Sends what is wanted, while a companion hears what the receiver has to say of it. */
  private Summary sendBodies() throws IOException {
    Hearing hearing = new Hearing(wire, entries, tally, options.patience());
    try (Blocks blocks = new Blocks();
        Companion _ = Companion.waiting("hvsock-hear", hearing::run)) {
      SendingBodies bodies = new SendingBodies(wire, tree, tally, blocks, options.limitRate());
      return sendBodies(bodies, hearing);
    }
  }

  private Summary sendBodies(SendingBodies bodies, Hearing hearing) throws IOException {
    try {
      for (Want want : wanted) {
        hearing.check();
        bodies.send(want);
      }
      wire.flush();
      return hearing.summary();
    } catch (IOException e) {
      throw hearing.cause(e);
    }
  }

  /** A path that could not be an entry's may be too long for a message, too. */
  private static String cut(String path) {
    return path.length() <= MOST_SHOWN ? path : path.substring(0, MOST_SHOWN) + "...";
  }
}
