package dev.hvsock.transfer.wire;

import dev.hvsock.Flow;
import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.wire.Message.Failed;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A flow over which messages are said and heard. Any thread may say, one at a time hears. What the
 * peer does wrong fails as {@link ProtocolException}, whose message begins with what it did.
 */
public final class Wire {
  private static final Duration GREETING_PATIENCE = Duration.ofSeconds(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final Duration FAREWELL = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final Flow flow;
  private final Duration patience;
  private final WireInput in;
  private final WireOutput out;

  /** Takes over the flow's two directions, and its time limits. */
  public Wire(Flow flow, Duration patience) {
    this.flow = flow;
    this.patience = patience.compareTo(FOR_EVER) < 0 ? patience : FOR_EVER;
    this.in = new WireInput(flow, this.patience);
    this.out = new WireOutput(flow);
    flow.writeTimeout(this.patience);
  }

  /** Greets, and fails unless the peer is what this end expects. */
  public void greet(Role role) throws IOException {
    out.greet(role);
    in.greeting(shorter(patience, GREETING_PATIENCE)).check(role);
  }

  /** Says a message, soon or with the next {@link #flush}. */
  public void say(Message message) throws IOException {
    out.say(message);
  }

  /** Says DATA, with these bytes, soon or with the next {@link #flush}. */
  public void say(ByteBuffer data) throws IOException {
    out.say(data);
  }

  /** Has said what was gathered. */
  public void flush() throws IOException {
    out.flush();
  }

  /**
   * Says that this end is at work whenever it has been silent for a few seconds, until what is
   * returned is closed: at once, if it has been silent for so long before.
   */
  public Companion stillAtIt() {
    Duration quarter = patience.dividedBy(4);
    Duration pause = quarter.compareTo(LONGEST_PAUSE) < 0 ? quarter : LONGEST_PAUSE;
    return Companion.waiting("hvsock-still-at-it", () -> tellEvery(pause));
  }

  private void tellEvery(Duration pause) throws InterruptedException {
    try {
      while (true) {
        Duration left = pause.minus(out.silence());
        if (left.isPositive()) {
          Thread.sleep(left);
        } else {
          say(new Message.StillAtIt());
          flush();
        }
      }
    } catch (IOException e) {
      // The peer is gone, which whoever speaks next finds out.
    }
  }

  /**
   * The next message, whatever it is.
   *
   * @param expected what it should be, for the failure that says that it did not come
   * @throws PeerFailedException if it says that the transfer is over
   */
  public Message next(String expected) throws IOException {
    Message message = in.next(expected);
    if (message instanceof Failed failed) {
      throw new PeerFailedException(failed);
    }
    return message;
  }

  /** The next message, which must be of that kind. */
  public <M extends Message> M next(Class<M> kind, String expected) throws IOException {
    Message message = next(expected);
    if (kind.isInstance(message)) {
      return kind.cast(message);
    }
    throw unexpected(message, expected);
  }

  /** The failure of a peer that says this instead. */
  public static ProtocolException unexpected(Message message, String expected) {
    return new ProtocolException(
        "it says " + message.getClass().getSimpleName() + " instead of " + expected);
  }

  /**
   * Has whoever listens wait for as long as it takes, as the peer need not say anything for now.
   */
  public void waitForEver() {
    in.patience(FOR_EVER);
  }

  /** For how long the peer has said nothing. Any thread may ask. */
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - in.heardAt());
  }

  /** How many bytes the message has that offers an entry. */
  public static long bytes(Entry entry) {
    return Encoder.bytes(entry);
  }

  /** How many bytes the messages have that were heard. */
  public long heardBytes() {
    return in.heardBytes();
  }

  /** How many bytes of the DATA that was heard last have not been read. */
  public int dataLeft() {
    return in.dataLeft();
  }

  /** Reads bytes of DATA, until {@code dst} has no room or there are no more of them. */
  public void data(ByteBuffer dst) throws IOException {
    in.data(dst);
  }

  /** Ends this end's turn. */
  public void endTurn() throws IOException {
    out.flush();
    flow.shutdownOutput();
  }

  /** Waits for the end of the peer's turn, when all has been said. */
  public void awaitEnd() throws IOException {
    in.patience(shorter(patience, FAREWELL));
    in.awaitEnd();
  }

  /** Says that the transfer is over, and makes sure, as far as it can be, that the peer hears. */
  public void fail(Ending why, String reason) throws IOException {
    flow.writeTimeout(LAST_WORDS);
    out.say(new Failed(why, reason));
    endTurn();
    in.drain(LAST_WORDS);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
