package dev.hvsock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import java.util.OptionalLong;

/** The one JSON object that a command prints with {@code --json}, and what they have in common. */
final class JsonText {
  private static final String REMEDY = "; try: ";

  private static final JsonFactory LINES =
      new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonText() {}

  /** What stands in it. */
  interface Fields {
    /** Writes them, between the object's braces. */
    void write(JsonGenerator out) throws IOException;
  }

  /** An object with these fields. */
  static String of(Fields fields) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      out.writeStartObject();
      fields.write(out);
      out.writeEndObject();
    }
    return text + System.lineSeparator();
  }

  /** An object with these fields on a line of its own, which a terminal takes for nothing else. */
  static String line(Fields fields) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = LINES.createGenerator(text)) {
      out.writeStartObject();
      fields.write(out);
      out.writeEndObject();
    }
    return text + System.lineSeparator();
  }

  /** A field that is a number, or null where it is not known. */
  static void write(JsonGenerator out, String name, OptionalLong number) throws IOException {
    if (number.isPresent()) {
      out.writeNumberField(name, number.getAsLong());
    } else {
      out.writeNullField(name);
    }
  }

  /** A field that is an object: whether something works, and if not, why and what to do. */
  static void writeWorks(JsonGenerator out, String name, Optional<String> problem)
      throws IOException {
    out.writeObjectFieldStart(name);
    out.writeBooleanField("works", problem.isEmpty());
    writeProblem(out, problem);
    out.writeEndObject();
  }

  /** What is wrong, and the part after "try:" once more by itself, for programs to show or run. */
  static void writeProblem(JsonGenerator out, Optional<String> problem) throws IOException {
    if (problem.isPresent()) {
      out.writeStringField("problem", problem.get());
      int remedy = problem.get().lastIndexOf(REMEDY);
      if (remedy >= 0) {
        out.writeStringField("remedy", problem.get().substring(remedy + REMEDY.length()));
      }
    }
  }
}
