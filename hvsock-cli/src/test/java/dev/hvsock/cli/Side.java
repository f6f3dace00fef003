package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import java.nio.ByteBuffer;

/** One of the two ends of an exchange; what comes is collected as it comes. */
interface Side {
  /** Sends these bytes, and then the end of this direction. */
  void give(byte[] bytes) throws Exception;

  /** Waits until these bytes have come. */
  void take(byte[] bytes) throws Exception;

  /** Waits for the end, before which nothing but these bytes has come. */
  void end(byte[] bytes) throws Exception;

  /** A program, by its standard input and output; it must end with status 0. */
  static Side of(Tool tool) {
    return new Side() {
      @Override
      public void give(byte[] bytes) throws Exception {
        tool.send(bytes);
        tool.endInput();
      }

      @Override
      public void take(byte[] bytes) throws Exception {
        assertArrayEquals(bytes, tool.output().await(bytes.length));
      }

      @Override
      public void end(byte[] bytes) throws Exception {
        Tool.End end = tool.end();
        assertEquals(0, end.code(), end.talk());
        assertArrayEquals(bytes, end.output().getBytes(ISO_8859_1));
      }
    };
  }

  /** A flow of this process. */
  static Side of(Flow flow) {
    Collected collected = Collected.from(flow.inputStream());
    return new Side() {
      @Override
      public void give(byte[] bytes) throws Exception {
        flow.write(ByteBuffer.wrap(bytes));
        flow.shutdownOutput();
      }

      @Override
      public void take(byte[] bytes) throws Exception {
        assertArrayEquals(bytes, collected.await(bytes.length));
      }

      @Override
      public void end(byte[] bytes) throws Exception {
        assertArrayEquals(bytes, collected.all());
      }
    };
  }
}
