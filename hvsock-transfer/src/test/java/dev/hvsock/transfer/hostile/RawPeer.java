package dev.hvsock.transfer.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hvsock.Flow;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** An end of a flow that says what it is told to, right or wrong, and hears what it needs to. */
final class RawPeer {
  private static final Duration PATIENCE = Duration.ofSeconds(14);

  private final Flow flow;
  private final ByteBuffer heard = ByteBuffer.allocate(1 << 17).flip();
  private final StringBuilder lastWords = new StringBuilder();
  private boolean greeted;

  RawPeer(Flow flow) {
    this.flow = flow;
    flow.readTimeout(PATIENCE);
    flow.writeTimeout(PATIENCE);
  }

  /** Says these bytes, all at once. */
  RawPeer say(byte[]... parts) throws IOException {
    flow.write(ByteBuffer.wrap(Raw.join(parts)));
    return this;
  }

  RawPeer say(String text) throws IOException {
    return say(text.getBytes(US_ASCII));
  }

  RawPeer greet(String role) throws IOException {
    return say("hvsock-transfer 1 " + role + "\n");
  }

  /** Says these bytes one by one, with a pause after each. */
  void saySlowly(Duration pause, byte[]... parts) throws Exception {
    for (byte each : Raw.join(parts)) {
      say(new byte[] {each});
      Thread.sleep(pause);
    }
  }

  /** Makes an offer of these entries, and hears the answer. */
  RawPeer offered(byte[]... entries) throws IOException {
    say(Raw.offerOf(entries));
    return hear('A');
  }

  /** Hears everything up to a message of that type. */
  RawPeer hear(char type) throws IOException {
    greeting();
    while (next() != type) {
      // Something else, which is not what this peer waits for.
    }
    return this;
  }

  private void greeting() throws IOException {
    while (!greeted) {
      greeted = take(1)[0] == '\n';
    }
  }

  private char next() throws IOException {
    ByteBuffer head = ByteBuffer.wrap(take(5));
    char type = (char) head.get();
    byte[] fields = take(head.getInt());
    if (type == 'X') {
      lastWords.append(new String(fields, 3, fields.length - 3, UTF_8));
    }
    return type;
  }

  private byte[] take(int bytes) throws IOException {
    while (heard.remaining() < bytes) {
      heard.compact();
      int n = flow.read(heard);
      heard.flip();
      if (n < 0) {
        throw new EOFException("the honest end has ended");
      }
    }
    byte[] taken = new byte[bytes];
    heard.get(taken);
    return taken;
  }

  /** Hears whatever there is, until the other end is over; and then ends too. */
  String lastWords() {
    try {
      greeting();
      while (true) {
        next();
      }
    } catch (IOException e) {
      // It is over.
    }
    try {
      flow.shutdownOutput();
    } catch (IOException e) {
      // It is over for long.
    }
    return lastWords.toString();
  }

  RawPeer halfClose() throws IOException {
    flow.shutdownOutput();
    return this;
  }

  void abort() {
    flow.abort();
  }
}
