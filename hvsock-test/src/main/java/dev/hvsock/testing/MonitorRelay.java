package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.Flows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * What a monitor without half-closes does between a unix socket on the host and a flow in its
 * guest: whichever end the host makes is the end of both directions, and an end that the guest
 * makes shows when it has made both.
 */
final class MonitorRelay {
  private static final long PAUSE_MILLIS = 2;

  private final Flow host;
  private final Flow guest;

  /** Takes over both. */
  MonitorRelay(Flow host, Flow guest) {
    this.host = host;
    this.guest = guest;
  }

  /** Carries both directions, until both flows have ended. */
  void run() throws IOException {
    Thread toGuest = Thread.ofVirtual().name("hybrid-monitor-to-guest").start(this::toGuest);
    try {
      toHost();
      toGuest.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      host.abort(); // which closes a unix socket, and resets it only if something is unread
      guest.close();
    }
  }

  /** When the host has no more to say, the guest may say no more either. */
  private void toGuest() {
    try {
      Flows.copy(host, guest);
      guest.shutdownInput(); // first, lest it answer in between: one packet tells it both
      guest.shutdownOutput();
      host.abort();
    } catch (IOException e) {
      guest.abort();
      host.abort();
    }
  }

  private void toHost() throws InterruptedException {
    try {
      Flows.copy(guest, host);
      while (host.isOpen()) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        guest.write(ByteBuffer.allocate(0)); // fails once the guest has closed
      }
    } catch (IOException e) {
      host.abort();
    }
  }
}
