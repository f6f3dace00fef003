package dev.hvsock.framed;

import static dev.hvsock.framed.Bytes.CLOSE;
import static dev.hvsock.framed.Bytes.SHUTDOWN_READ;
import static dev.hvsock.framed.Bytes.SHUTDOWN_WRITE;
import static dev.hvsock.framed.Bytes.frame;
import static dev.hvsock.framed.Bytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import java.io.ByteArrayOutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How both ends say goodbye, in either order, byte by byte on a real socket. */
@Timeout(60)
class FramedCloseTest {
  private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

  /** What ends the waiting of the one who closes. */
  enum Answer {
    CLOSES {
      @Override
      void give(Wire wire) throws Exception {
        wire.send(CLOSE);
      }
    },
    READS_NO_MORE {
      @Override
      void give(Wire wire) throws Exception {
        wire.send(SHUTDOWN_READ);
      }
    },
    HANGS_UP {
      @Override
      void give(Wire wire) throws Exception {
        wire.raw().close();
      }
    },
    TALKS_NONSENSE {
      @Override
      void give(Wire wire) throws Exception {
        wire.send(new byte[4]);
      }
    };

    abstract void give(Wire wire) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void weCloseFirst(Answer answer) throws Exception {
    try (Wire wire = Wire.connected(options -> options.closeTimeout(Flow.FOREVER))) {
      wire.framed().write(ByteBuffer.wrap(text("last")));
      Work closing = Work.start(() -> wire.framed().close());
      wire.expect(frame("last"), CLOSE);
      wire.send(frame("still on its way"));
      wire.send(SHUTDOWN_WRITE); // ends nothing yet: only what follows tells that all was read
      closing.awaitBlocked();
      answer.give(wire);
      closing.join();
      if (answer != Answer.HANGS_UP) {
        wire.expectToEnd();
      }
    }
  }

  @Test
  void thePeerClosesFirstAndIsAnsweredAsSoonAsThatIsRead() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.send(frame("last"), CLOSE);
      wire.expectRead(text("last"));
      wire.expectEnd();
      wire.expect(CLOSE);
      assertThrows(FlowClosedException.class, () -> wire.framed().write(ByteBuffer.allocate(1)));
      wire.framed().shutdownInput();
      wire.framed().shutdownOutput();
      wire.framed().close();
      wire.expectToEnd(); // and nothing but that one word
    }
  }

  @Test
  void aWriterAnswersThePeerThatClosesToo() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.send(CLOSE);
      assertThrows(FlowClosedException.class, () -> wire.framed().write(ByteBuffer.allocate(1)));
      wire.expect(CLOSE);
      wire.framed().close();
      wire.expectToEnd();
    }
  }

  @Test
  void aReaderThatHearsOfItFailsTheWriterInTheMiddleOfItsFrames() throws Exception {
    try (Wire wire = Wire.connected()) {
      Work writing = Work.start(() -> wire.framed().write(ByteBuffer.allocate(64 << 20)));
      Work reading = Work.start(wire::expectEnd);
      writing.awaitBlocked();
      wire.send(CLOSE);
      reading.join();
      writing.failure(FlowClosedException.class);
      assertEquals(Frame.CLOSE, wire.takeFrames(new ByteArrayOutputStream()));
    }
  }

  @Test
  void bothCloseAtOnce() throws Exception {
    try (Wire wire = Wire.connected(options -> options.closeTimeout(Flow.FOREVER))) {
      wire.send(frame("unread"), CLOSE);
      wire.framed().close();
      wire.expectToEnd(CLOSE);
    }
  }

  @Test
  void halfAStreamIsClosedLikeAWholeOne() throws Exception {
    try (Wire wire = Wire.connected(options -> options.closeTimeout(Flow.FOREVER))) {
      wire.framed().shutdownOutput();
      wire.send(SHUTDOWN_WRITE);
      wire.expectEnd();
      Work closing = Work.start(() -> wire.framed().close());
      wire.expect(SHUTDOWN_WRITE, CLOSE);
      wire.send(CLOSE);
      closing.join();
      wire.expectToEnd();
    }
  }

  @Test
  void aPeerThatDoesNotAnswerIsWaitedForAsLongAsClosingMayTake() throws Exception {
    try (Wire wire = Wire.connected(options -> options.closeTimeout(CLOSE_TIMEOUT))) {
      wire.send(SHUTDOWN_WRITE);
      wire.expectEnd();
      long start = System.nanoTime();
      wire.framed().close();
      assertTrue(System.nanoTime() - start >= CLOSE_TIMEOUT.toNanos());
      wire.expectToEnd(CLOSE);
    }
  }

  /** Both have more to say than there is room for, and each waits for the other to read. */
  @Test
  void aGoodbyeThatFindsNoRoomIsSaidWhileThePeersWordsAreDiscarded() throws Exception {
    try (Wire wire = Wire.connected(options -> options.closeTimeout(Flow.FOREVER))) {
      wire.framed().writeTimeout(Duration.ofMillis(50));
      ByteBuffer src = ByteBuffer.allocate(8 << 20);
      assertThrows(SocketTimeoutException.class, () -> wire.framed().write(src));
      Work peer =
          Work.start(
              () -> {
                wire.send(frame(new byte[1 << 20]));
                ByteArrayOutputStream arrived = new ByteArrayOutputStream();
                assertEquals(Frame.CLOSE, wire.takeFrames(arrived));
                assertEquals(src.position(), arrived.size());
                wire.send(CLOSE);
              });
      peer.awaitBlocked();
      wire.framed().close();
      peer.join();
    }
  }

  @Test
  void aGoodbyeThatNeverFindsRoomDoesNotKeepClosingForEver() throws Exception {
    try (Wire wire = Wire.connected(options -> options.closeTimeout(CLOSE_TIMEOUT))) {
      wire.framed().writeTimeout(Duration.ofMillis(50));
      assertThrows(
          SocketTimeoutException.class, () -> wire.framed().write(ByteBuffer.allocate(8 << 20)));
      wire.framed().close();
      assertFalse(wire.framed().isOpen());
    }
  }

  @Test
  void anInterruptEndsTheWaitingForRoomToo() throws Exception {
    try (Wire wire = Wire.connected(options -> options.closeTimeout(Flow.FOREVER))) {
      wire.framed().writeTimeout(Duration.ofMillis(50));
      assertThrows(
          SocketTimeoutException.class, () -> wire.framed().write(ByteBuffer.allocate(8 << 20)));
      wire.raw().shutdownOutput(); // so that it is the goodbye alone that is waited for
      Work closing = Work.start(() -> wire.framed().close());
      closing.awaitBlocked();
      closing.thread().interrupt();
      closing.join();
    }
  }

  @Test
  void anAbortIsNoGoodbye() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.send(frame("unread"));
      wire.framed().abort();
      assertThrows(FlowResetException.class, () -> wire.raw().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void anAbortEndsWhatIsSentInTheBackground() throws Exception {
    try (Wire wire = Wire.connected(options -> options.closeTimeout(Flow.FOREVER))) {
      wire.framed().writeTimeout(Duration.ofMillis(50));
      assertThrows(
          SocketTimeoutException.class, () -> wire.framed().write(ByteBuffer.allocate(8 << 20)));
      wire.framed().abort();
      Wire other = Wire.connected(); // perhaps with the number of the descriptor that is free now
      other.framed().write(ByteBuffer.wrap(text("other")));
      other.expect(frame("other"));
      other.close();
    }
  }
}
