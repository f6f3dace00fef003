package dev.hvsock.cli;

import dev.hvsock.Flow;
import dev.hvsock.Listener;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Lets one peer in: the first whose handshake succeeds. Who fails in it, or takes long, keeps
 * nobody else out.
 */
final class Admission {
  /** How many handshakes go on at once; further peers wait. */
  private static final int AT_ONCE = 64;

  private final Listener listener;
  private final Security security;
  private final Talk talk;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final CompletableFuture<Flow> admitted = new CompletableFuture<>();

  /** Takes the listener over. */
  Admission(Listener listener, Security security, Talk talk) {
    this.listener = listener;
    this.security = security;
    this.talk = talk;
  }

  /** Waits for the peer, and stops listening then. */
  Flow await() throws IOException, InterruptedException {
    try {
      while (true) {
        room.acquire();
        Flow flow = listener.accept();
        Thread.ofVirtual().name("hvsock-admission").start(() -> examine(flow));
      }
    } catch (ClosedChannelException e) {
      if (admitted.isDone()) {
        return admitted.join();
      }
      throw e;
    }
  }

  private void examine(Flow flow) {
    try {
      Flow secured = security.accepted(flow);
      if (admitted.complete(secured)) {
        listener.close();
      } else {
        secured.abort();
      }
    } catch (IOException e) {
      talk.say(Reception.name(flow) + ": " + e.getMessage());
    } finally {
      room.release();
    }
  }
}
