package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;

/** What {@code perf --json} printed, and whether it agrees with itself. */
record Measurement(Map<String, String> values) {
  private static final double MIB = 1 << 20;

  /** What a measured CPU time may be wrong by. */
  private static final double COARSE_SECONDS = 0.25;

  static Measurement of(String json) throws IOException {
    return new Measurement(Json.flat(json));
  }

  double number(String field) {
    assertTrue(values.containsKey("/" + field), () -> field + " in " + values);
    return Double.parseDouble(values.get("/" + field));
  }

  /** Of a sink or a source. */
  Measurement checkBulk(long bytes) {
    assertEquals((double) bytes, number("bytes"));
    assertEquals(bytes / 1e6 / number("seconds"), number("mbPerSecond"), 1e-6);
    checkUsage(bytes, "seconds");
    return this;
  }

  Measurement checkPing(int count, int size) {
    assertEquals(count, number("count"));
    assertEquals(size, number("size"));
    assertTrue(0 < number("p50Nanos"), this::toString);
    assertTrue(number("p50Nanos") <= number("p99Nanos"), this::toString);
    assertTrue(number("p99Nanos") <= number("p999Nanos"), this::toString);
    assertTrue(number("meanNanos") >= number("p50Nanos") / 2, this::toString);
    assertTrue(number("meanNanos") * count <= number("wallSeconds") * 1e9, this::toString);
    assertTrue(number("operations") >= 2.0 * count, this::toString);
    checkUsage(2L * count * size, "wallSeconds");
    return this;
  }

  Measurement checkFlows(int count) {
    assertEquals(count, number("flows"));
    assertTrue(number("seconds") > 0, this::toString);
    assertTrue(
        number("seconds") + number("connectSeconds") <= number("wallSeconds"), this::toString);
    assertTrue(number("operations") >= 2.0 * count, this::toString);
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += 2L * (1 + i % 64);
    }
    checkUsage(bytes, "wallSeconds");
    number("bytesPerFlow");
    number("heapBytesPerFlow");
    return this;
  }

  private void checkUsage(long bytes, String wall) {
    int processors = Runtime.getRuntime().availableProcessors();
    assertTrue(number(wall) > 0, this::toString);
    assertTrue(number("cpuSeconds") >= 0, this::toString);
    assertTrue(number("cpuSeconds") <= number(wall) * processors + COARSE_SECONDS, this::toString);
    assertEquals(number("operations") / (bytes / MIB), number("operationsPerMiB"), 1e-6);
    assertTrue(number("wakeUps") >= 0, this::toString);
    assertEquals(number("wakeUps") / (bytes / MIB), number("wakeUpsPerMiB"), 1e-6);
    assertTrue(number("outputBufferBytes") > 0, this::toString);
    assertTrue(number("inputBufferBytes") > 0, this::toString);
  }
}
