package dev.hvsock.transfer;

import dev.hvsock.transfer.TransferReport.NotTaken;
import dev.hvsock.transfer.wire.Digest;
import dev.hvsock.transfer.wire.Keeping;
import dev.hvsock.transfer.wire.Message.Summary;
import dev.hvsock.transfer.wire.Message.Want;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each entry of an offer. Any thread may note something, and the listener hears of
 * it one thing at a time.
 */
final class Tally {
  /** How many reasons are remembered, and told to the peer. */
  static final int MOST_REASONS = 1000;

  /** What is known of an entry. */
  private enum State {
    OFFERED,
    SAME,
    WHOLE,
    NOT_TAKEN
  }

  private final List<Entry> entries;
  private final TransferListener listener;
  private final long start;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final State[] states;
  private final @Nullable Digest[] digests;
  private final BitSet kept = new BitSet();
  private final List<NotTaken> reasons = new ArrayList<>();
  private int notOffered;
  private int notTaken;
  private long moved;

  Tally(List<Entry> entries, TransferListener listener, long start) {
    this.entries = entries;
    this.listener = listener;
    this.start = start;
    this.states = new State[entries.size()];
    Arrays.fill(states, State.OFFERED);
    this.digests = new @Nullable Digest[entries.size()];
  }

  /** The receiver wants these files, and has said so. */
  void planned(List<Want> wanted) {
    lock.lock();
    try {
      long bytes = 0;
      long present = 0;
      for (Want want : wanted) {
        Entry entry = entries.get(want.index());
        bytes += entry.size();
        present += want.offset();
        listener.wanted(entry.path(), entry.size(), want.offset());
      }
      listener.planned(wanted.size(), bytes, present);
    } finally {
      lock.unlock();
    }
  }

  /** Something was to be sent, and was not even offered. */
  void notOffered(NotTaken refused) {
    lock.lock();
    try {
      notOffered++;
      tell(refused);
    } finally {
      lock.unlock();
    }
  }

  /** The receiver keeps what it has. */
  void kept(int index, Keeping why, String reason) {
    lock.lock();
    try {
      kept.set(index);
      if (why == Keeping.SAME) {
        states[index] = State.SAME;
      } else {
        notTaken(index, reason);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The entry is not at the receiver as it was offered. */
  void notTaken(int index, String reason) {
    lock.lock();
    try {
      if (states[index] != State.NOT_TAKEN) {
        states[index] = State.NOT_TAKEN;
        notTaken++;
        tell(new NotTaken(entries.get(index).path(), reason));
      }
    } finally {
      lock.unlock();
    }
  }

  private void tell(NotTaken what) {
    if (reasons.size() < MOST_REASONS) {
      reasons.add(what);
    }
    listener.notTaken(what.path(), what.reason());
  }

  /** Whether the receiver said that it would take the entry, as far as it goes. */
  boolean isTakeable(int index) {
    lock.lock();
    try {
      return !kept.get(index);
    } finally {
      lock.unlock();
    }
  }

  boolean isNotTaken(int index) {
    lock.lock();
    try {
      return states[index] == State.NOT_TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /** The entry's body begins, of which the receiver has some bytes already. */
  void began(int index, long present) {
    lock.lock();
    try {
      listener.began(entries.get(index).path(), entries.get(index).size(), present);
    } finally {
      lock.unlock();
    }
  }

  /** So many more bytes of a body have gone through. */
  void moved(long bytes) {
    lock.lock();
    try {
      moved += bytes;
      listener.moved(bytes);
    } finally {
      lock.unlock();
    }
  }

  /** The entry's body was there as a whole, with that digest. */
  void whole(int index, Digest digest) {
    lock.lock();
    try {
      digests[index] = digest;
      if (states[index] == State.OFFERED) {
        states[index] = State.WHOLE;
        listener.ended(entries.get(index).path());
      }
    } finally {
      lock.unlock();
    }
  }

  /** What there is to say of it in the end. */
  Summary summary() {
    lock.lock();
    try {
      MessageDigest all = Digest.computation();
      long taken = 0;
      long bytes = 0;
      for (int i = 0; i < states.length; i++) {
        Digest digest = digests[i];
        if (states[i] == State.WHOLE && digest != null) {
          all.update(ByteBuffer.allocate(Integer.BYTES).putInt(i).flip());
          all.update(digest.bytes());
          bytes += entries.get(i).size();
          taken++;
        } else if (states[i] == State.OFFERED && entries.get(i).kind() != Entry.Kind.FILE) {
          taken++;
        }
      }
      return new Summary(taken, notTaken, bytes, Digest.of(all));
    } finally {
      lock.unlock();
    }
  }

  /** What there is to say of nothing. */
  static Summary ofRehearsal() {
    return new Summary(0, 0, 0, Digest.of(Digest.computation()));
  }

  /** The report of a transfer that ended with this summary. */
  TransferReport report(Summary summary, boolean rehearsal) {
    lock.lock();
    try {
      int same = 0;
      for (State state : states) {
        same += state == State.SAME ? 1 : 0;
      }
      return new TransferReport(
          entries.size(),
          (int) summary.taken(),
          same,
          summary.bytes(),
          moved,
          notTaken + notOffered,
          List.copyOf(reasons),
          rehearsal,
          Duration.ofNanos(System.nanoTime() - start));
    } finally {
      lock.unlock();
    }
  }
}
