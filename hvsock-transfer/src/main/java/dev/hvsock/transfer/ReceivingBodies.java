package dev.hvsock.transfer;

import dev.hvsock.transfer.files.Destination;
import dev.hvsock.transfer.files.Reasons;
import dev.hvsock.transfer.wire.Digest;
import dev.hvsock.transfer.wire.Message;
import dev.hvsock.transfer.wire.Message.Want;
import dev.hvsock.transfer.wire.Wire;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Receives the bodies of files, one after the other: from the flow by way of blocks to a file. */
final class ReceivingBodies {
  private final Wire wire;
  private final Destination destination;
  private final List<Entry> entries;
  private final Tally tally;
  private final Blocks blocks;
  private final SmallFiles smallFiles;

  ReceivingBodies(
      Wire wire,
      Destination destination,
      List<Entry> entries,
      Tally tally,
      Blocks blocks,
      SmallFiles smallFiles) {
    this.wire = wire;
    this.destination = destination;
    this.entries = entries;
    this.tally = tally;
    this.blocks = blocks;
    this.smallFiles = smallFiles;
  }

  /**
   * Receives what is wanted of a file. What is not there as a whole in the end can be gone on with.
   *
   * @param prefix the digest of what is there already
   */
  void receive(Want want, Optional<MessageDigest> prefix) throws IOException {
    Message.Body said = wire.next(Message.Body.class, "the body of a file");
    if (said.index() != want.index() || (said.offset() != want.offset() && said.offset() != 0)) {
      throw new ProtocolException(
          "it begins with entry %d at %d, and not with entry %d at %d"
              .formatted(said.index(), said.offset(), want.index(), want.offset()));
    }
    MessageDigest digest =
        said.offset() == 0 ? Digest.computation() : prefix.orElseGet(Digest::computation);
    try (Body body = new Body(want.index(), said.offset(), digest)) {
      body.receive();
    }
  }

  /** What is done to a file, which may fail. */
  private interface FileWork {
    void run() throws IOException;
  }

  /** One body. */
  private final class Body implements AutoCloseable {
    private final int index;
    private final MessageDigest digest;
    private Target target;
    private long left;

    Body(int index, long offset, MessageDigest digest) throws IOException {
      this.index = index;
      this.digest = digest;
      left = entries.get(index).size() - offset;
      tally.began(index, offset);
      target = target(offset);
    }

    private Target target(long offset) throws IOException {
      if (offset == 0 && left <= SmallFiles.MAX_BYTES) {
        return new Target.Gathered(index, ByteBuffer.allocate((int) left), smallFiles);
      }
      target = new Target.Nowhere();
      onFile(
          () -> target = new Target.Streamed(destination.begin(index, offset), index, tally, wire));
      return target;
    }

    /**
     * Does something to the file. If that fails the file is not taken, and the rest of it goes
     * nowhere; the others are not concerned.
     */
    private void onFile(FileWork work) throws IOException {
      try {
        work.run();
      } catch (InterruptedIOException e) {
        throw e;
      } catch (ClosedByInterruptException e) {
        throw Blocks.interrupted();
      } catch (IOException e) {
        notTaken(Reasons.of(e));
        target.close();
        target = new Target.Nowhere();
      }
    }

    void receive() throws IOException {
      while (true) {
        Message message = wire.next("the rest of a file");
        switch (message) {
          case Message.Data data -> take(data);
          case Message.Hole hole -> take(hole);
          case Message.Whole whole -> {
            end(whole.digest());
            return;
          }
          case Message.Broken broken -> {
            tally.notTaken(index, broken.reason()); // what has come can be gone on with
            return;
          }
          default -> throw Wire.unexpected(message, "the rest of a file");
        }
      }
    }

    private void take(Message.Data data) throws IOException {
      reduce(data.length());
      while (wire.dataLeft() > 0) {
        ByteBuffer block = blocks.take();
        wire.data(block);
        block.flip();
        int n = block.remaining();
        blocks.digest(block, digest);
        onFile(() -> target.write(block));
        tally.moved(n);
      }
    }

    private void take(Message.Hole hole) throws IOException {
      reduce(hole.length());
      blocks.digestZeros(hole.length(), digest);
      onFile(() -> target.hole(hole.length()));
      tally.moved(hole.length());
    }

    private void reduce(long bytes) throws ProtocolException {
      smallFiles.check();
      left -= bytes;
      if (left < 0) {
        throw new ProtocolException("it sends more than the file's " + entries.get(index).size());
      }
    }

    private void end(Digest theirs) throws IOException {
      if (left > 0) {
        throw new ProtocolException("it ends a file when " + left + " bytes of it are missing");
      }
      blocks.settle();
      Digest own = Digest.of(digest);
      if (!own.equals(theirs)) {
        onFile(target::discard);
        notTaken("its digest is " + own + ", and was to be " + theirs);
        return;
      }
      onFile(() -> target.take(own));
    }

    private void notTaken(String reason) throws IOException {
      if (tally.isNotTaken(index)) {
        return; // it is said once
      }
      wire.say(new Message.NotTaken(index, reason));
      wire.flush();
      tally.notTaken(index, reason);
    }

    @Override
    public void close() throws IOException {
      target.close();
    }
  }
}
