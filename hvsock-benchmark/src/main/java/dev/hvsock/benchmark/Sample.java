package dev.hvsock.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;

/**
 * One value that one contender reached in one round.
 *
 * @param size how large the work was, where that varies: a number of flows; otherwise 0
 */
record Sample(Measure measure, String contender, long size, double value) {
  static Sample parse(String line) throws IOException {
    Figures figures = Figures.parse(line);
    return new Sample(
        Measure.valueOf(figures.text("measure")),
        figures.text("contender"),
        Long.parseLong(figures.text("size")),
        figures.number("value"));
  }

  /** One line of JSON, which parses back to an equal sample. */
  String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("measure", measure.name());
      out.writeStringField("contender", contender);
      out.writeNumberField("size", size);
      out.writeNumberField("value", value);
      out.writeEndObject();
    }
    return text.toString();
  }
}
