package dev.hvsock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;

/**
 * One thing looked at.
 *
 * @param value what was found; empty if nothing was
 * @param problem what is wrong with it, ending with the remedy; empty if nothing is
 */
record Finding(Optional<String> value, Optional<String> problem) {
  static Finding good(String value) {
    return new Finding(Optional.of(value), Optional.empty());
  }

  static Finding bad(Optional<String> value, String problem) {
    return new Finding(value, Optional.of(problem));
  }

  /** Where something is looked at that may fail. */
  interface Look {
    /** Looks. */
    Finding look() throws IOException;
  }

  /** What is found, or why it cannot be found out. */
  static Finding of(Look look) {
    try {
      return look.look();
    } catch (IOException e) {
      return bad(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /** Both, in one line. */
  String text() {
    return problem.isEmpty()
        ? value.orElse("")
        : value.map(found -> found + "; ").orElse("") + problem.get();
  }

  /** Writes it as a field that is an object. */
  void write(JsonGenerator out, String name) throws IOException {
    out.writeObjectFieldStart(name);
    if (value.isPresent()) {
      out.writeStringField("value", value.get());
    }
    JsonText.writeProblem(out, problem);
    out.writeEndObject();
  }
}
