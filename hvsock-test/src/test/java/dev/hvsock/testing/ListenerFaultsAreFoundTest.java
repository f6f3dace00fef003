package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of listeners finds the faults that it is there to find. */
@Tag("stress")
@Tag("thorough")
class ListenerFaultsAreFoundTest {
  private static final double SOON = 0.5;
  private static final Address ANY = new UnixAddress("@hvsock-test-any");

  @TempDir static Path folder;

  @AfterEach
  void closeWhatIsLeft() throws IOException {
    for (Closeable left = ListenerFault.LEFT.poll();
        left != null;
        left = ListenerFault.LEFT.poll()) {
      left.close();
    }
  }

  /** Run by the tests below only: JUnit finds it when asked for by name. */
  static class Patient implements ListenerContract {
    private static final AtomicInteger COUNT = new AtomicInteger();
    static volatile ListenerFault fault = ListenerFault.NONE;

    @Override
    public Address freshAddress() {
      return UnixAddress.of(folder.resolve("s" + COUNT.incrementAndGet()));
    }

    @Override
    public Optional<Address> anyAddress() {
      return Optional.of(ANY);
    }

    @Override
    public Flow connect(Address address, Consumer<ConnectOptions> options) throws IOException {
      ConnectOptions set = new ConnectOptions();
      options.accept(set);
      return fault.connect(address, set);
    }

    @Override
    public Listener listen(Address address, Consumer<ListenOptions> options) throws IOException {
      ListenOptions set = new ListenOptions();
      options.accept(set);
      Address given = address.equals(ANY) ? fault.given() : address;
      return new BrokenListener(fault.listen(given, set.backlog()), fault);
    }
  }

  private static Runs run(ListenerFault fault, String method, double seconds) {
    Patient.fault = fault;
    return Runs.ofCase(
        Patient.class,
        method,
        Map.of(Watchdog.SECONDS, Double.toString(seconds), Watchdog.DUMP, "false"));
  }

  static Stream<String> cases() {
    return Arrays.stream(ListenerFault.values()).map(fault -> fault.foundBy).distinct();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theFaultIsFound(ListenerFault fault) {
    Runs runs = run(fault, fault.foundBy, fault.hangs() ? SOON : 20);
    assertFalse(runs.failures().isEmpty(), () -> "not found by " + fault.foundBy);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theCaseThatFindsOnePassesWithoutIt(String name) {
    Runs runs = run(ListenerFault.NONE, name, 20);
    assertTrue(runs.finished() > 0, "nothing was run");
    assertEquals(0, runs.failures().size(), () -> runs.failures().toString());
  }
}
