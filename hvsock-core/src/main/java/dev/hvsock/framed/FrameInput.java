package dev.hvsock.framed;

import dev.hvsock.Address;
import dev.hvsock.engine.Attempt;
import dev.hvsock.engine.NativeBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames apart as they come; where one is not all here, it goes on when there is more.
 *
 * <p>Guarded by the lock of the flow's input, but for the questions that a writer asks.
 */
final class FrameInput {
  /** How much is discarded in one go, of a peer that sends faster than that. */
  private static final int MAX_DISCARDED = 4 << 20;

  /** How many commands there are to say, so that more of them in one go are somebody's mischief. */
  private static final int MAX_COMMANDS = 3;

  private final Source source;
  private final Address address;
  private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
  private int command;
  // How many bytes of the frame that has begun are still to come.
  private int left;
  // Whether the peer has said that it writes no more.
  private boolean ended;
  // Whether there is nothing more to come, not even a command.
  private boolean over;
  private volatile boolean peerReadsNoMore;
  private boolean peerCloses;
  private volatile boolean cutShort;
  private volatile @Nullable Integer nonsense;

  /** Where the frames come from. */
  interface Source {
    /** As {@code receive} of a flow does. */
    int receive(ByteBuffer dst) throws IOException;
  }

  FrameInput(Source source, Address address) {
    this.source = source;
    this.address = address;
  }

  /** Whether the peer has said so. */
  boolean peerReadsNoMore() {
    return peerReadsNoMore;
  }

  /** Fails if the stream is not one of frames, or was cut off in one. */
  void check(String operation) throws IOException {
    Integer word = nonsense;
    if (word != null) {
      throw Frame.notOne(operation, address, word);
    }
    if (cutShort) {
      throw Frame.cutShort(operation, address);
    }
  }

  /** Whether the peer has said that it closes, and waits to hear the same. */
  boolean peerCloses() {
    return peerCloses;
  }

  /** Whether the peer has said that it writes no more. */
  boolean hasEnded() {
    return ended || over;
  }

  /** Whether the peer has said all that it has to say. */
  boolean isOver() {
    return over;
  }

  /**
   * Takes bytes of what the peer writes.
   *
   * @param dst has room
   * @return as {@code receive} of a flow does
   */
  int receive(ByteBuffer dst) throws IOException {
    int n = take(dst, false);
    if (n == Attempt.END) {
      check("read");
    }
    return n;
  }

  /**
   * Takes bytes that nobody reads, also after the end, until the peer says that it closes or reads
   * no more, or what it says makes no sense.
   *
   * @param scratch has room
   * @return as {@code receive} of a flow does
   */
  int discardUntilGoodbye(ByteBuffer scratch) throws IOException {
    return take(scratch, true);
  }

  private int take(ByteBuffer dst, boolean untilGoodbye) throws IOException {
    for (int i = 0; i <= MAX_COMMANDS; i++) {
      if (over || (ended && !untilGoodbye)) {
        return Attempt.END;
      }
      if (left > 0) {
        return receivePayload(dst);
      }
      if (!receiveHeader()) {
        return Attempt.WOULD_BLOCK;
      }
      if (untilGoodbye && command == Frame.SHUTDOWN_READ) {
        return Attempt.END;
      }
    }
    return Attempt.WOULD_BLOCK; // so that time limits and ends are looked at in between
  }

  /**
   * Takes notice of the commands that have come.
   *
   * @param nobodyReads whether bytes that stand before one are to be discarded
   */
  void look(boolean nobodyReads) throws IOException {
    if (nobodyReads || ended) {
      discardArrived();
    } else {
      for (int i = 0; i < MAX_COMMANDS && left == 0 && !over && receiveHeader(); i++) {}
    }
  }

  /** Discards what has come, which is also to make room for a writer that waits at the peer. */
  private void discardArrived() throws IOException {
    ByteBuffer scratch = NativeBuffers.borrow(false);
    try {
      int discarded = 0;
      int n = 1;
      while (!over && n != Attempt.WOULD_BLOCK && discarded < MAX_DISCARDED) {
        n = take(scratch.clear(), true);
        discarded += Math.max(n, Frame.HEADER_BYTES);
      }
    } finally {
      NativeBuffers.giveBack(scratch);
    }
  }

  private int receivePayload(ByteBuffer dst) throws IOException {
    int limit = dst.limit();
    dst.limit(dst.position() + Math.min(left, dst.remaining()));
    try {
      int n = source.receive(dst);
      if (n == Attempt.END) {
        endOfStream();
      } else {
        left -= n;
      }
      return n;
    } finally {
      dst.limit(limit);
    }
  }

  /** Gives whether something has changed; if not, there is nothing here to go on with. */
  private boolean receiveHeader() throws IOException {
    while (header.hasRemaining()) {
      int n = source.receive(header);
      if (n == Attempt.WOULD_BLOCK) {
        return false;
      }
      if (n == Attempt.END) {
        endOfStream();
        return true;
      }
    }
    begin(Frame.word(header.flip()));
    header.clear();
    return true;
  }

  private void begin(int word) {
    command = word;
    switch (word) {
      case Frame.SHUTDOWN_READ -> peerReadsNoMore = true;
      case Frame.SHUTDOWN_WRITE -> ended = true;
      case Frame.CLOSE -> {
        peerReadsNoMore = true;
        peerCloses = true;
        over = true;
      }
      default -> {
        if (Frame.isLength(word)) {
          left = word;
        } else {
          nonsense = word;
          over = true;
        }
      }
    }
  }

  /** A peer that goes without a word, but between two frames, has ended its direction. */
  private void endOfStream() {
    cutShort = left > 0 || header.position() > 0;
    over = true;
  }
}
