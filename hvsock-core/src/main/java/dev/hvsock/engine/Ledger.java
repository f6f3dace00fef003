package dev.hvsock.engine;

import dev.hvsock.Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Which flows and listeners are open and how much native memory they hold, for tests that look for
 * leaks.
 *
 * <p>Nothing is written down until somebody asks for it, for it takes a stack trace a flow.
 */
public final class Ledger {
  private static final Set<Entry> OPEN = ConcurrentHashMap.newKeySet();
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final List<LongSupplier> MEMORY = new CopyOnWriteArrayList<>();
  private static final Entry UNKEPT = new Entry(0, "", Optional.empty(), new Throwable("unknown"));

  private static volatile Optional<Supplier<Optional<Object>>> openers = Optional.empty();

  private Ledger() {}

  /**
   * A flow or listener that was opened and not closed.
   *
   * @param number counts up with each
   * @param what its addresses
   * @param opener on whose behalf it was opened, as far as that is known
   * @param opened where, in which thread
   */
  public record Entry(long number, String what, Optional<Object> opener, Throwable opened) {

    /** It is closed. */
    void close() {
      if (number > 0) {
        OPEN.remove(this);
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Entry entry && entry.number == number;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  /**
   * Writes down from now on what is opened.
   *
   * @param opener tells on whose behalf the current thread opens something
   */
  public static void keep(Supplier<Optional<Object>> opener) {
    openers = Optional.of(opener);
  }

  /** A flow, or a listener if it has no remote address, is open from now until the entry closes. */
  static Entry opened(Address local, Optional<Address> remote) {
    Optional<Supplier<Optional<Object>>> kept = openers;
    return kept.isEmpty() ? UNKEPT : write(local, remote, kept.get().get());
  }

  private static Entry write(Address local, Optional<Address> remote, Optional<Object> opener) {
    String what =
        remote.map(there -> "flow " + local + " <-> " + there).orElse("listener " + local);
    Throwable here = new Throwable("opened in " + Thread.currentThread());
    Entry entry = new Entry(NUMBERS.incrementAndGet(), what, opener, here);
    OPEN.add(entry);
    return entry;
  }

  /** The number of the last entry. */
  public static long last() {
    return NUMBERS.get();
  }

  /** What is open now, of all that was written down. */
  public static List<Entry> open() {
    return List.copyOf(OPEN);
  }

  /**
   * Counts native memory in.
   *
   * @param bytes how much of it flows and listeners hold at the moment
   */
  public static void count(LongSupplier bytes) {
    MEMORY.add(bytes);
  }

  /** How many bytes of native memory flows, listeners and copies hold at the moment. */
  public static long memory() {
    return NativeBuffers.lent() + MEMORY.stream().mapToLong(LongSupplier::getAsLong).sum();
  }
}
