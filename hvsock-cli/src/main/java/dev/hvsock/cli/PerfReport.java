package dev.hvsock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hvsock.BufferSizes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What a measurement came to: values in order, as a table for people or as one JSON object. */
final class PerfReport {
  private static final double MIB = 1 << 20;

  private final List<Value> values = new ArrayList<>();

  /** One of them; an empty number is one that this system does not tell. */
  private record Value(String field, String label, Optional<Number> number, String format) {
    String text() {
      return number.map(known -> String.format(Locale.ROOT, format, known)).orElse("?");
    }
  }

  /**
   * Adds a value.
   *
   * @param field its name in JSON
   * @param label its name in the table
   * @param format how the table shows it
   */
  PerfReport add(String field, String label, Number number, String format) {
    return add(field, label, Optional.of(number), format);
  }

  /** Adds a whole number. */
  PerfReport add(String field, String label, long number) {
    return add(field, label, number, "%d");
  }

  /** Adds a value that not every system tells. */
  PerfReport add(String field, String label, OptionalLong number, String format) {
    return add(
        field,
        label,
        number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty(),
        format);
  }

  private PerfReport add(String field, String label, Optional<Number> number, String format) {
    values.add(new Value(field, label, number, format));
    return this;
  }

  /**
   * Adds what it took to move {@code bytes} to and from the flows.
   *
   * @param operations how many reads and writes of flows it was
   */
  PerfReport add(ProcessUsage usage, long bytes, long operations) {
    double mebibytes = Math.max(bytes, 1) / MIB;
    add("cpuSeconds", "CPU time", usage.cpuSeconds(), "%.6f s");
    add("operations", "reads and writes", operations);
    add("operationsPerMiB", "  per MiB", operations / mebibytes, "%.2f");
    add("wakeUps", "wake-ups", usage.wakeUps(), "%d");
    return add("wakeUpsPerMiB", "  per MiB", usage.wakeUpsPer(mebibytes), "%.2f");
  }

  /** Adds the system's buffers as they are in force. */
  PerfReport add(Optional<BufferSizes> buffers) {
    Optional<Number> output = buffers.map(BufferSizes::output);
    Optional<Number> input = buffers.map(BufferSizes::input);
    add("outputBufferBytes", "output buffer", output, "%d bytes");
    return add("inputBufferBytes", "input buffer", input, "%d bytes");
  }

  /** A line for each value. */
  String table() {
    StringBuilder text = new StringBuilder();
    for (Value value : values) {
      text.append(String.format("%-18s %s%n", value.label, value.text()));
    }
    return text.toString();
  }

  /** One object. */
  String json() throws IOException {
    return JsonText.of(this::write);
  }

  private void write(JsonGenerator out) throws IOException {
    for (Value value : values) {
      out.writeFieldName(value.field);
      write(out, value.number);
    }
  }

  private static void write(JsonGenerator out, Optional<Number> number) throws IOException {
    if (number.isEmpty()) {
      out.writeNull();
    } else if (number.get() instanceof Double fraction) {
      out.writeNumber(fraction);
    } else {
      out.writeNumber(number.get().longValue());
    }
  }
}
