package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * All of the contract, and a reset at every abort, which unix sockets do not tell by themselves.
 * Runs with the stress, for the sake of time.
 */
@Tag("stress")
@Tag("thorough")
class TlsUnixContractTest extends TlsSupply implements FlowContract {
  @TempDir static Path folder;

  private static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  FlowPair pairBelow() throws IOException {
    return FlowContract.through(UnixAddress.of(folder.resolve("s" + COUNT.incrementAndGet())));
  }
}
