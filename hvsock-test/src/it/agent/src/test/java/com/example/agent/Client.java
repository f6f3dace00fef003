package com.example.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hvsock.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** The other side of the agent's protocol. */
final class Client {
  private Client() {}

  /** Asks, ends the request with a half-close, and returns the whole reply. */
  static String ask(Flow flow, String command, byte[] content) throws IOException {
    flow.write(new ByteBuffer[] {UTF_8.encode(command + "\n"), ByteBuffer.wrap(content)});
    flow.shutdownOutput();
    return new String(flow.inputStream().readAllBytes(), UTF_8);
  }

  static byte[] content(long seed, int bytes) {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return content;
  }

  /** The reply to {@code digest}. */
  static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)) + "\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
