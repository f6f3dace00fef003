package dev.hvsock.transfer;

import dev.hvsock.transfer.files.Reasons;
import dev.hvsock.transfer.files.SourceFile;
import dev.hvsock.transfer.files.SourceTree;
import dev.hvsock.transfer.wire.Companion;
import dev.hvsock.transfer.wire.Digest;
import dev.hvsock.transfer.wire.Message;
import dev.hvsock.transfer.wire.Message.Want;
import dev.hvsock.transfer.wire.Wire;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.security.MessageDigest;
import java.util.Optional;

/** Sends the bodies of files, one after the other: from a file by way of blocks to the flow. */
final class SendingBodies {
  private static final long MOST_HOLE = 64L << 20;

  private final Wire wire;
  private final SourceTree tree;
  private final Tally tally;
  private final Blocks blocks;
  private final Pace pace;
  private final ByteBuffer zeros = ByteBuffer.allocate(Blocks.BYTES);

  SendingBodies(Wire wire, SourceTree tree, Tally tally, Blocks blocks, long bytesPerSecond) {
    this.wire = wire;
    this.tree = tree;
    this.tally = tally;
    this.blocks = blocks;
    this.pace = new Pace(bytesPerSecond);
  }

  /** A file cannot be sent, but others can. */
  private static final class UnsendableException extends IOException {
    private static final long serialVersionUID = 1;

    UnsendableException(String reason) {
      super(reason);
    }
  }

  /** What is done to a file, which may fail. */
  private interface FileWork<R> {
    R run() throws IOException;
  }

  private static <R> R onFile(FileWork<R> work) throws IOException {
    try {
      return work.run();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (ClosedByInterruptException e) {
      throw Blocks.interrupted();
    } catch (IOException e) {
      throw new UnsendableException(Reasons.of(e));
    }
  }

  /** Sends what is wanted of a file; or says why not, if it is the file's fault. */
  void send(Want want) throws IOException {
    Body body = new Body(want);
    try (SourceFile file = onFile(() -> tree.open(want.index()))) {
      body.send(file);
    } catch (UnsendableException e) {
      body.breakOff(String.valueOf(e.getMessage()));
    }
  }

  /** One body. */
  private final class Body {
    private final Want want;
    private final long size;
    private MessageDigest digest = Digest.computation();
    private boolean begun;
    private long hole;

    Body(Want want) {
      this.want = want;
      this.size = tree.entries().get(want.index()).size();
    }

    void send(SourceFile file) throws IOException {
      long offset = want.prefix().isPresent() && hasPrefix(file) ? want.offset() : 0;
      begin(offset);
      sendFrom(file, offset);
      onFile(
          () -> {
            file.checkUnchanged();
            return file;
          });
      blocks.settle();
      Digest whole = Digest.of(digest);
      wire.say(new Message.Whole(whole));
      tally.whole(want.index(), whole);
    }

    private void begin(long offset) throws IOException {
      begun = true;
      wire.say(new Message.Body(want.index(), offset));
      tally.began(want.index(), offset);
    }

    void breakOff(String reason) throws IOException {
      if (!begun) {
        begin(want.offset()); // what the receiver has of it may be of use another time
      }
      blocks.settle();
      wire.say(new Message.Broken(reason));
      tally.notTaken(want.index(), reason);
    }

    /** Whether what the receiver has already is what the file begins with. */
    private boolean hasPrefix(SourceFile file) throws IOException {
      try (Companion _ = wire.stillAtIt()) {
        for (long left = want.offset(); left > 0; ) {
          left -= digest(file, left);
        }
        blocks.settle();
      }
      MessageDigest goOn = Digest.copy(digest);
      if (want.prefix().equals(Optional.of(Digest.of(digest)))) {
        digest = goOn;
        return true;
      }
      digest = Digest.computation();
      onFile(
          () -> {
            file.position(0);
            return file;
          });
      return false;
    }

    private int digest(SourceFile file, long left) throws IOException {
      ByteBuffer block = blocks.take();
      read(file, block, (int) Math.min(left, Blocks.BYTES));
      blocks.digest(block, digest);
      return block.remaining();
    }

    private void sendFrom(SourceFile file, long offset) throws IOException {
      for (long left = size - offset; left > 0 && !tally.isNotTaken(want.index()); ) {
        ByteBuffer block = blocks.take();
        read(file, block, pace.step((int) Math.min(left, Blocks.BYTES)));
        blocks.digest(block, digest);
        int n = block.remaining();
        say(block);
        left -= n;
        tally.moved(n);
        if (pace.isLimited()) {
          wire.flush(); // lest the receiver think this end silent
          pace.await(n);
        }
      }
      sayHole();
      if (tally.isNotTaken(want.index())) {
        throw new UnsendableException("the receiver does not take it");
      }
    }

    private void say(ByteBuffer block) throws IOException {
      if (block.remaining() == Blocks.BYTES && block.mismatch(zeros.clear()) < 0) {
        hole += Blocks.BYTES;
        if (hole >= MOST_HOLE) {
          sayHole();
          wire.flush(); // the receiver has something to do, and would think this end silent
        }
      } else {
        sayHole();
        wire.say(block);
      }
    }

    private void sayHole() throws IOException {
      if (hole > 0) {
        wire.say(new Message.Hole(hole));
        hole = 0;
      }
    }
  }

  /**
   * Reads so many bytes, no fewer, into a block that was taken, and gives it back if that fails.
   */
  private void read(SourceFile file, ByteBuffer block, int bytes) throws IOException {
    boolean done = false;
    try {
      block.limit(bytes);
      while (block.hasRemaining()) {
        if (onFile(() -> file.read(block)) < 0) {
          throw new UnsendableException("it has become shorter while it was read");
        }
      }
      block.flip();
      done = true;
    } finally {
      if (!done) {
        blocks.free(block);
      }
    }
  }
}
