package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.FramedAddress;
import dev.hvsock.UnixAddress;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("concurrent")
@Order(4) // of those that last longest
class FramedUnixContractTest implements FlowContract, ListenerContract {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir static Path folder;

  @Override
  public FramedAddress freshAddress() {
    return new FramedAddress(UnixAddress.of(folder.resolve("s" + COUNT.incrementAndGet())));
  }

  @Override
  public Optional<Closeable> bindOnly(Address address) throws IOException {
    return ListenerContract.super.bindOnly(((FramedAddress) address).inner());
  }

  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(freshAddress());
  }

  @Override
  public boolean tellsReset() {
    return false;
  }

  @Override
  public boolean answersClose() {
    return true;
  }
}
