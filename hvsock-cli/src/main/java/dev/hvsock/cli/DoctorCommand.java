package dev.hvsock.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.hvsock.TransportStatus;
import dev.hvsock.cli.Machine.Finding;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what works on this machine, and what to do about what does not. */
@Command(
    name = "doctor",
    description = "Says what works on this machine, and the remedy for what does not.",
    footer = {"", "It only looks: it connects to nothing and listens nowhere."})
final class DoctorCommand extends BaseCommand {
  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  ExitCode run() throws IOException {
    Machine machine = Machine.look();
    print(json ? json(machine) : text(machine));
    return machine.isUsable() ? ExitCode.DONE : ExitCode.IMPOSSIBLE;
  }

  private static String text(Machine machine) {
    StringBuilder text = new StringBuilder();
    line(text, "kernel", machine.kernel());
    line(text, "java", machine.java());
    line(text, "native access", text(machine.nativeAccess()));
    line(text, "/dev/vsock", text(machine.device()));
    line(text, "local CID", text(machine.localCid()));
    for (TransportStatus status : machine.transports()) {
      line(text, status.transport(), status.unavailable().map(why -> "no: " + why).orElse("works"));
    }
    line(
        text,
        "buffers",
        "unix and tcp: at most %s to read, %s to write; vsock: %d each way unless set"
            .formatted(
                text(machine.maxReadBuffer()),
                text(machine.maxWriteBuffer()),
                Machine.VSOCK_BUFFER));
    line(text, "backlog", "at most " + text(machine.backlog()));
    line(
        text,
        "ports",
        "vsock: %s; tcp: %s"
            .formatted(ports(machine.firstVsockPort()), ports(machine.firstTcpPort())));
    line(text, "descriptors", "at most " + text(machine.descriptors()));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-15s %s%n".formatted(name, value));
  }

  private static String text(Finding finding) {
    return finding.problem().isEmpty()
        ? finding.value().orElse("")
        : finding.value().map(value -> value + "; ").orElse("") + finding.problem().get();
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "?";
  }

  private static String ports(long first) {
    return first <= 1
        ? "all"
        : "from " + first + " on (below: as root, or with CAP_NET_BIND_SERVICE)";
  }

  private static String json(Machine machine) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      out.writeStartObject();
      out.writeStringField("kernel", machine.kernel());
      out.writeStringField("java", machine.java());
      write(out, "nativeAccess", machine.nativeAccess());
      write(out, "device", machine.device());
      write(out, "localCid", machine.localCid());
      out.writeObjectFieldStart("transports");
      for (TransportStatus status : machine.transports()) {
        out.writeObjectFieldStart(status.transport());
        out.writeBooleanField("works", status.isAvailable());
        writeProblem(out, status.unavailable());
        out.writeEndObject();
      }
      out.writeEndObject();
      write(out, "maxReadBuffer", machine.maxReadBuffer());
      write(out, "maxWriteBuffer", machine.maxWriteBuffer());
      out.writeNumberField("vsockBuffer", Machine.VSOCK_BUFFER);
      write(out, "backlog", machine.backlog());
      out.writeNumberField("firstVsockPort", machine.firstVsockPort());
      out.writeNumberField("firstTcpPort", machine.firstTcpPort());
      write(out, "descriptors", machine.descriptors());
      out.writeEndObject();
    }
    return text + System.lineSeparator();
  }

  private static void write(JsonGenerator out, String name, Finding finding) throws IOException {
    out.writeObjectFieldStart(name);
    if (finding.value().isPresent()) {
      out.writeStringField("value", finding.value().get());
    }
    writeProblem(out, finding.problem());
    out.writeEndObject();
  }

  /** The part after "try:" once more by itself, for programs that show or run it. */
  private static void writeProblem(JsonGenerator out, Optional<String> problem) throws IOException {
    if (problem.isPresent()) {
      out.writeStringField("problem", problem.get());
      int remedy = problem.get().lastIndexOf("; try: ");
      if (remedy >= 0) {
        out.writeStringField("remedy", problem.get().substring(remedy + "; try: ".length()));
      }
    }
  }

  private static void write(JsonGenerator out, String name, OptionalLong number)
      throws IOException {
    if (number.isPresent()) {
      out.writeNumberField(name, number.getAsLong());
    } else {
      out.writeNullField(name);
    }
  }
}
