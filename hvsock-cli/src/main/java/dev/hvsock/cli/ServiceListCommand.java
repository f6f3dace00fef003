package dev.hvsock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hvsock.cli.windows.GuestService;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the services that guests may connect to. */
@Command(name = "list", description = "Lists the registered services: port, id and name.")
final class ServiceListCommand extends BaseCommand {
  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  ExitCode run() throws IOException {
    List<GuestService> services =
        windows("service list", ServiceRegisterCommand.ELSEWHERE).services().all();
    if (json) {
      print(JsonText.of(out -> write(out, services)));
    } else {
      services.forEach(each -> print(line(each)));
      if (services.isEmpty()) {
        talk().say("no service is registered; try: hvsock service register 5000");
      }
    }
    return ExitCode.DONE;
  }

  private static String line(GuestService service) {
    String port = service.port().isPresent() ? service.text() : "-";
    return "%-10s %s  %s%n"
        .formatted(port, service.id(), service.name())
        .replaceAll(" +(\\R)", "$1");
  }

  /** Writes them as a field that is an array. */
  static void write(JsonGenerator out, List<GuestService> services) throws IOException {
    out.writeArrayFieldStart("services");
    for (GuestService service : services) {
      out.writeStartObject();
      JsonText.write(out, "port", service.port());
      out.writeStringField("id", service.id().toString());
      out.writeStringField("name", service.name());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
