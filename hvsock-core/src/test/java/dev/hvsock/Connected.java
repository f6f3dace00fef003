package dev.hvsock;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Both ends of a flow over a real socket. */
public record Connected(Flow near, Flow far) implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** Over AF_UNIX. */
  public static Connected unix() throws IOException {
    long pid = ProcessHandle.current().pid();
    return over("unix:@hvsock-test-" + pid + "-" + NAMES.incrementAndGet());
  }

  /** Over TCP. */
  public static Connected tcp() throws IOException {
    return over("tcp://127.0.0.1:0");
  }

  private static Connected over(String address) throws IOException {
    try (Listener listener = Hvsock.listen(Address.parse(address))) {
      Flow near = Hvsock.connect(listener.localAddress());
      return new Connected(near, listener.accept());
    }
  }

  @Override
  public void close() {
    near.abort();
    far.abort();
  }
}
