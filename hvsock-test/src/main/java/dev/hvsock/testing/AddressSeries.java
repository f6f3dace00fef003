package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.FramedAddress;
import dev.hvsock.HybridAddress;
import dev.hvsock.HypervAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses of one kind, each another one: the first is given, and the number at the end of its
 * text is what differs. May be used by several threads.
 */
final class AddressSeries {
  private static final Pattern NUMBER_AT_END = Pattern.compile("(.*?)(\\d{0,10})");

  private final String stem;
  private final AtomicLong next;

  /**
   * A series that begins with {@code first}.
   *
   * @throws IllegalArgumentException if there are no others next to it
   */
  AddressSeries(Address first) {
    String text = first.toString();
    Address plain = first instanceof FramedAddress framed ? framed.inner() : first;
    if (plain instanceof HypervAddress hyperv && hyperv.port().isEmpty()) {
      throw new IllegalArgumentException(
          "address '" + text + "': one service is not enough here; try: a port, such as 5000");
    }
    if (plain instanceof HybridAddress) {
      throw new IllegalArgumentException(
          "address '" + text + "': what listens there is not who connects there; try: unix:PATH");
    }
    Matcher parts = NUMBER_AT_END.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("address '" + text + "' has more than one line");
    }
    stem = parts.group(1);
    next = new AtomicLong(parts.group(2).isEmpty() ? 1 : Long.parseLong(parts.group(2)));
    Address.parse(stem + next); // such as one that ends with flags: refused now rather than later
  }

  /** The next one. */
  Address next() {
    return Address.parse(stem + next.getAndIncrement());
  }
}
