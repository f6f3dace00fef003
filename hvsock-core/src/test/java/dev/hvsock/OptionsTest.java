package dev.hvsock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What options are unless set, what they accept, and what they refuse. */
class OptionsTest {

  @Test
  void unlessSet() {
    ConnectOptions connect = new ConnectOptions();
    assertEquals(Duration.ofSeconds(10), connect.timeout());
    assertEquals(Duration.ZERO, connect.retryFor());
    assertEquals(Flow.FOREVER, connect.readTimeout());
    assertEquals(Flow.FOREVER, connect.writeTimeout());
    assertEquals(Duration.ofSeconds(2), connect.closeTimeout());
    assertEquals(OptionalLong.empty(), connect.bufferSize());
    assertEquals(Optional.empty(), connect.keepAlive());
    assertTrue(connect.noDelay());
    assertFalse(connect.connectedSuspend());
    assertFalse(connect.containerPassthrough());

    ListenOptions listen = new ListenOptions();
    assertEquals(4096, listen.backlog());
    assertEquals(Flow.FOREVER, listen.acceptTimeout());
    assertEquals(Optional.empty(), listen.allowedCids());
    assertEquals(Integer.MAX_VALUE, listen.maxFlows());
  }

  @Test
  void eachIsKeptApart() {
    ConnectOptions options =
        new ConnectOptions()
            .readTimeout(Duration.ofMillis(1))
            .writeTimeout(Duration.ofMillis(2))
            .closeTimeout(Duration.ofMillis(3))
            .timeout(Duration.ofMillis(4))
            .retryFor(Duration.ofMillis(5))
            .connectedSuspend(true);
    assertTrue(options.connectedSuspend());
    assertFalse(options.containerPassthrough());
    assertTrue(options.containerPassthrough(true).containerPassthrough());
    assertEquals(Duration.ofMillis(1), options.readTimeout());
    assertEquals(Duration.ofMillis(2), options.writeTimeout());
    assertEquals(Duration.ofMillis(3), options.closeTimeout());
    assertEquals(Duration.ofMillis(4), options.timeout());
    assertEquals(Duration.ofMillis(5), options.retryFor());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4096, 1L << 30})
  void bufferSizeInRange(long bytes) {
    assertEquals(OptionalLong.of(bytes), new ConnectOptions().bufferSize(bytes).bufferSize());
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, (1L << 30) + 1, Long.MAX_VALUE})
  void bufferSizeOutOfRange(long bytes) {
    assertRefused(
        "buffer size " + bytes + " is not in 1 to 1073741824",
        () -> new ConnectOptions().bufferSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0})
  void backlogAndMaxFlowsArePositive(int value) {
    assertRefused(
        "backlog " + value + " is not positive", () -> new ListenOptions().backlog(value));
    assertRefused(
        "max flows " + value + " is not positive", () -> new ListenOptions().maxFlows(value));
    assertEquals(1, new ListenOptions().backlog(1).backlog());
    assertEquals(1, new ListenOptions().maxFlows(1).maxFlows());
  }

  @Test
  void allowedCidsAreUnsignedAndCopied() {
    Set<Long> cids = new HashSet<>(Set.of(0L, VsockAddress.ANY_CID));
    ListenOptions options = new ListenOptions().allowCids(cids);
    cids.add(3L);
    assertEquals(Optional.of(Set.of(0L, VsockAddress.ANY_CID)), options.allowedCids());
    assertRefused(
        "CID -1 is not in 0 to 4294967295", () -> new ListenOptions().allowCids(Set.of(-1L)));
    assertEquals(
        Optional.of(Set.of()), new ListenOptions().allowCids(Set.of()).allowedCids(), "nobody");
  }

  private static void assertRefused(String message, Executable setting) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, setting).getMessage());
  }
}
