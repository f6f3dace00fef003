package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import java.io.IOException;

/** What two sides have said to one another before they end. */
enum Talk {
  NOTHING,
  /** As much as any transport buffers, and nobody has read it yet. */
  UNREAD {
    @Override
    void hold(Flow one, Flow other) throws IOException {
      Content.write(one, there());
      Content.write(other, back());
    }

    @Override
    byte[] there() {
      return Content.bytes(40_000);
    }

    @Override
    byte[] back() {
      return Content.bytes(20_000);
    }
  },
  REQUEST_AND_REPLY {
    @Override
    void hold(Flow one, Flow other) throws IOException {
      Content.write(one, "request");
      assertEquals("request", Content.readText(other, 7));
      Content.write(other, "reply");
      assertEquals("reply", Content.readText(one, 5));
    }
  };

  void hold(Flow one, Flow other) throws IOException {}

  /** What the other has not read. */
  byte[] there() {
    return new byte[0];
  }

  /** What the one has not read. */
  byte[] back() {
    return new byte[0];
  }
}
