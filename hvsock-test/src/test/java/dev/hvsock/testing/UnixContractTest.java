package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class UnixContractTest implements FlowContract {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir static Path folder;

  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(UnixAddress.of(folder.resolve("s" + COUNT.incrementAndGet())));
  }

  @Override
  public boolean tellsReset() {
    return false;
  }
}
