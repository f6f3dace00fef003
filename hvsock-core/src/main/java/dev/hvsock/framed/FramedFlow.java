package dev.hvsock.framed;

import dev.hvsock.FlowResetException;
import dev.hvsock.FramedAddress;
import dev.hvsock.engine.DuplexFlow;
import dev.hvsock.engine.Failures;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.engine.LayeredFlow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * A flow whose bytes and ends are frames in another flow, which need not be able to end one of its
 * directions.
 *
 * <p>What the peer says of not reading any more stands among what it writes, and is found by
 * whoever reads. A writer looks for it too when nobody reads, as far as no bytes stand before it.
 */
public final class FramedFlow extends LayeredFlow {
  /** How much a writer sends from one look to the next. */
  private static final int BETWEEN_LOOKS = 16 * Frame.MAX_SENT;

  private final FrameInput incoming = new FrameInput(this::receiveFrames, remoteAddress());
  private final FrameOutput outgoing = new FrameOutput(new Below());
  // Guarded by the lock of the input.
  private boolean inputEnded;

  /** Takes over the flow below. */
  public FramedFlow(DuplexFlow below, FlowLimits limits) {
    super(
        below,
        new FramedAddress(below.localAddress()),
        new FramedAddress(below.remoteAddress()),
        limits);
  }

  private final class Below implements FrameOutput.Sink {
    @Override
    public int send(ByteBuffer src) throws IOException {
      return sendBelow(src);
    }

    @Override
    public int settle() throws IOException {
      return settleBelow();
    }
  }

  private int receiveFrames(ByteBuffer dst) throws IOException {
    int n = receiveBelow(dst);
    if (n == END) {
      outgoing.alone(() -> {}); // lest whoever sends now is about to be told
      checkReset();
    }
    return n;
  }

  @Override
  protected int receive(ByteBuffer dst) throws IOException {
    if (!isOpen()) {
      return incoming.discardUntilGoodbye(dst);
    }
    boolean before = incoming.peerReadsNoMore();
    int n = incoming.receive(dst);
    if (incoming.peerReadsNoMore() != before) {
      wakeWriter();
    }
    answerGoodbye();
    return n;
  }

  /** A peer that closes waits for this, and has nothing to do with what else might be sent. */
  private void answerGoodbye() throws IOException {
    if (incoming.peerCloses()) {
      command(Frame.CLOSE);
    }
  }

  @Override
  protected boolean endIsLast() {
    return incoming.isOver();
  }

  @Override
  protected int send(ByteBuffer src) throws IOException {
    look();
    int sent = 0;
    int n;
    do {
      n = outgoing.send(src);
      sent += n;
    } while (n != WOULD_BLOCK && src.hasRemaining() && sent < BETWEEN_LOOKS);
    return sent;
  }

  @Override
  protected void probePeer() throws IOException {
    look();
    outgoing.alone(this::probeBelow);
  }

  /** Fails if the peer has said that it reads no more, or is gone. */
  private void look() throws IOException {
    try {
      ifNobodyReads(this::takeNotice);
    } catch (FlowResetException e) {
      throw Failures.reset("write", remoteAddress());
    }
    incoming.check("write");
    if (incoming.peerReadsNoMore()) {
      leaveSending(); // the frame that has begun, for the sake of those after it
      throw Failures.peerReadsNoMore("write", remoteAddress());
    }
  }

  private void takeNotice() throws IOException {
    incoming.look(inputEnded);
    answerGoodbye();
  }

  @Override
  protected boolean keeps() {
    return outgoing.keeps();
  }

  @Override
  protected int sendKept() throws IOException {
    return outgoing.settle();
  }

  @Override
  protected int settle() throws IOException {
    look();
    return sendKept();
  }

  /** A peer that writes no more need not be told not to. */
  @Override
  protected void endInput() throws IOException {
    if (!inputEnded && !incoming.hasEnded()) {
      command(Frame.SHUTDOWN_READ);
    }
    inputEnded = true;
    try {
      takeNotice();
    } catch (FlowResetException e) {
      // The peer is gone, and with it what it would have sent.
    }
  }

  /** Nor does one that reads no more hear of the end; and one end closing is the end of both. */
  @Override
  protected void endOutput() throws IOException {
    if (isOpen() && !incoming.peerReadsNoMore()) {
      command(Frame.SHUTDOWN_WRITE);
    }
  }

  @Override
  protected void endBoth() throws IOException {
    command(Frame.CLOSE);
  }

  private void command(int word) throws IOException {
    try {
      outgoing.command(word);
    } catch (ClosedChannelException | FlowResetException e) {
      // The peer is gone, and with it what this would have ended.
    }
    leaveSending();
  }

  @Override
  protected void free(boolean abruptly) {
    outgoing.discard();
    super.free(abruptly);
  }
}
