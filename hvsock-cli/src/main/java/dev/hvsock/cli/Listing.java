package dev.hvsock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hvsock.transfer.Entry;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What is in a folder, by name. */
final class Listing {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private static final String RIGHTS = "rwxrwxrwx";

  private final List<Entry> entries;

  Listing(List<Entry> entries) {
    this.entries = entries.stream().sorted(Comparator.comparing(Entry::path)).toList();
  }

  /** A line for each: what it is, who may do what with it, size, time in this zone, name. */
  String table() {
    int width =
        entries.stream().mapToInt(each -> Long.toString(each.size()).length()).max().orElse(1);
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      text.append(rights(entry)).append(' ');
      text.append(String.format("%" + width + "d ", entry.size()));
      text.append(MINUTES.format(entry.modified().atZone(ZoneId.systemDefault()))).append(' ');
      text.append(Printable.text(name(entry))).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static String name(Entry entry) {
    return entry.kind() == Entry.Kind.LINK ? entry.path() + " -> " + entry.target() : entry.path();
  }

  private static String rights(Entry entry) {
    char kind =
        switch (entry.kind()) {
          case FILE -> '-';
          case FOLDER -> 'd';
          case LINK -> 'l';
        };
    return kind + (entry.mode().isPresent() ? rights(entry.mode().getAsInt()) : "?????????");
  }

  private static String rights(int mode) {
    StringBuilder text = new StringBuilder(RIGHTS);
    for (int i = 0; i < RIGHTS.length(); i++) {
      if ((mode >> (RIGHTS.length() - 1 - i) & 1) == 0) {
        text.setCharAt(i, '-');
      }
    }
    return text.toString();
  }

  /** The same for programs; names as they are. */
  void write(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("entries");
    for (Entry entry : entries) {
      out.writeStartObject();
      out.writeStringField("kind", entry.kind().name().toLowerCase(Locale.ROOT));
      out.writeStringField("path", entry.path());
      out.writeNumberField("size", entry.size());
      out.writeStringField("modified", entry.modified().toString());
      if (entry.mode().isPresent()) {
        out.writeStringField("mode", "%04o".formatted(entry.mode().getAsInt()));
      }
      if (entry.kind() == Entry.Kind.LINK) {
        out.writeStringField("target", entry.target());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
