package dev.hvsock.transfer;

import dev.hvsock.transfer.files.Decision;
import dev.hvsock.transfer.files.Destination;
import dev.hvsock.transfer.wire.Companion;
import dev.hvsock.transfer.wire.Digest;
import dev.hvsock.transfer.wire.Message;
import dev.hvsock.transfer.wire.Message.Summary;
import dev.hvsock.transfer.wire.Message.Want;
import dev.hvsock.transfer.wire.Wire;
import java.io.IOException;
import java.net.ProtocolException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The receiver's part of the protocol, from the offer on. For one thread. */
final class Receiving {
  private final Wire wire;
  private final Destination destination;
  private final ReceiveOptions options;
  private final List<Entry> entries;
  private final Tally tally;
  private final boolean rehearsal;
  private final List<Want> wanted = new ArrayList<>();
  private final List<Optional<MessageDigest>> prefixes = new ArrayList<>();

  private Receiving(
      Wire wire,
      Destination destination,
      ReceiveOptions options,
      List<Entry> entries,
      boolean rehearsal,
      long start) {
    this.wire = wire;
    this.destination = destination;
    this.options = options;
    this.entries = entries;
    this.rehearsal = rehearsal;
    this.tally = new Tally(entries, options.listener(), start);
  }

  /** Fails if the offer is not one that could be made here. */
  interface Check {
    /** Looks at what is offered. */
    void check(List<Entry> entries) throws ProtocolException;
  }

  /** Receives, until both ends have signed off. */
  static TransferReport run(
      Wire wire, Destination destination, ReceiveOptions options, Check check, long start)
      throws IOException {
    Message.Offer offer = wire.next(Message.Offer.class, "its offer");
    destination.admit(offer.entries(), offer.bytes());
    List<Entry> entries = Offers.hear(wire, offer);
    check.check(entries);
    options.listener().offered(entries.size(), offer.bytes());
    boolean rehearsal = offer.rehearsal() || options.rehearsal();
    return new Receiving(wire, destination, options, entries, rehearsal, start).run();
  }

  private TransferReport run() throws IOException {
    answer();
    Summary summary = rehearsal ? Tally.ofRehearsal() : receive();
    wire.say(summary);
    wire.flush();
    Digest theirs = hearConfirmation().digest();
    if (!theirs.equals(summary.digest())) {
      throw new ProtocolException("it confirms " + theirs + ", and not " + summary.digest());
    }
    wire.endTurn();
    Ends.await(wire);
    return tally.report(summary, rehearsal);
  }

  private Message.Confirmed hearConfirmation() throws IOException {
    for (int i = 0; i <= Tally.MOST_REASONS; i++) {
      switch (wire.next("its confirmation")) {
        case Message.Confirmed confirmed -> {
          return confirmed;
        }
        case Message.PassedOver what ->
            tally.notOffered(new TransferReport.NotTaken(what.path(), what.reason()));
        case Message other -> throw Wire.unexpected(other, "its confirmation");
      }
    }
    throw new ProtocolException("it has passed over more than " + Tally.MOST_REASONS);
  }

  private void answer() throws IOException {
    try (Companion _ = wire.stillAtIt()) {
      List<Decision> decisions = destination.plan(entries, rehearsal).decisions();
      for (int i = 0; i < decisions.size(); i++) {
        answer(i, decisions.get(i));
      }
    }
    wire.say(new Message.Answered(options.rehearsal()));
    wire.flush();
    tally.planned(wanted);
  }

  private void answer(int index, Decision decision) throws IOException {
    switch (decision) {
      case Decision.Want want -> {
        Want said = new Want(index, want.offset(), want.prefix().map(Digest::soFar));
        wanted.add(said);
        prefixes.add(want.prefix());
        wire.say(said);
      }
      case Decision.Kept kept -> {
        wire.say(new Message.Kept(index, kept.why(), kept.reason()));
        tally.kept(index, kept.why(), kept.reason());
      }
      case Decision.Silent silent -> {}
    }
  }

  private Summary receive() throws IOException {
    try (Companion _ = wire.stillAtIt()) {
      destination.makeFolders();
    }
    try (Blocks blocks = new Blocks();
        SmallFiles smallFiles = new SmallFiles(wire, destination, tally)) {
      ReceivingBodies bodies =
          new ReceivingBodies(wire, destination, entries, tally, blocks, smallFiles);
      for (int i = 0; i < wanted.size(); i++) {
        bodies.receive(wanted.get(i), prefixes.get(i));
      }
      settle(smallFiles);
    }
    try (Companion _ = wire.stillAtIt()) {
      for (var failure : destination.finish()) {
        notTaken(failure.index(), failure.reason());
      }
    }
    return tally.summary();
  }

  private void settle(SmallFiles smallFiles) throws IOException {
    try (Companion _ = wire.stillAtIt()) {
      smallFiles.settle();
    }
  }

  private void notTaken(int index, String reason) throws IOException {
    wire.say(new Message.NotTaken(index, reason));
    tally.notTaken(index, reason);
  }
}
