package dev.hvsock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trying again, of which the last attempt has less time than the others. */
class ConnectingTest {
  private static final Duration LIMIT = Duration.ofMillis(100);

  /** Whose first attempt finds nobody, and whose others hear nothing. */
  private static final class Silent implements Transport {
    private int attempts;

    @Override
    public String scheme() {
      return "memory";
    }

    @Override
    public List<TransportStatus> status() {
      return List.of();
    }

    @Override
    public Flow connect(Address address, ConnectOptions options) throws IOException {
      if (attempts++ == 0) {
        throw new ConnectException("nobody listens there");
      }
      try {
        Thread.sleep(options.timeout());
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      throw new SocketTimeoutException("nothing was heard");
    }

    @Override
    public Listener listen(Address address, ListenOptions options) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void anAttemptThatIsCutShortSaysNothing() {
    ConnectOptions options = new ConnectOptions().retryFor(LIMIT);
    Connecting connecting = new Connecting(new Silent(), new MemoryAddress("a", 1), options);
    ConnectException failure = assertThrows(ConnectException.class, connecting::run);
    assertEquals("nobody listens there", failure.getMessage());
  }

  @Test
  void oneThatHasAllItsTimeSaysThatNothingWasHeard() {
    ConnectOptions options = new ConnectOptions().retryFor(LIMIT).timeout(Duration.ofMillis(20));
    Connecting connecting = new Connecting(new Silent(), new MemoryAddress("a", 1), options);
    assertThrows(SocketTimeoutException.class, connecting::run);
  }
}
