package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hvsock.Hvsock;
import dev.hvsock.TransportStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the tool says of this machine, compared with this machine. */
final class DoctorTest {

  @Test
  void namesEveryThingAndTheRemedyForWhatFails() {
    Tool.End end = ExitCodeTest.run("doctor");
    assertEquals(0, end.code());
    for (String name :
        new String[] {
          "kernel",
          "java",
          "native access",
          "/dev/vsock",
          "local CID",
          "buffers",
          "backlog",
          "ports",
          "descriptors"
        }) {
      assertTrue(end.output().lines().anyMatch(line -> line.startsWith(name + " ")), name);
    }
    for (TransportStatus status : Hvsock.transports()) {
      String says = status.unavailable().map(why -> "no: " + why).orElse("works");
      assertTrue(
          end.output().contains("%-15s %s\n".formatted(status.transport(), says)), end.output());
    }
  }

  @Test
  void tellsTheSameAsJson() throws Exception {
    Tool.End end = Tool.run(new byte[0], "doctor", "--json");
    assertEquals(0, end.code());
    assertEquals("", end.talk());
    Map<String, String> values = flat(end.output());
    assertTrue(values.getOrDefault("/kernel", "").startsWith("Linux "), values.toString());
    assertEquals("true", values.get("/transports/unix/works"));
    assertEquals("true", values.get("/transports/tcp/works"));
    assertEquals("262144", values.get("/vsockBuffer"));
    assertEquals("allowed", values.get("/nativeAccess/value"));
    Path maximum = Path.of("/proc/sys/net/core/somaxconn");
    try (var lines = Files.newBufferedReader(maximum)) {
      assertEquals(lines.readLine(), values.get("/backlog"));
    }
    if ("false".equals(values.get("/transports/vsock loopback/works"))) {
      assertNotNull(values.get("/transports/vsock loopback/remedy"));
    }
  }

  /** Every value under the path to it. */
  private static Map<String, String> flat(String json) throws Exception {
    Map<String, String> values = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()) {
          values.put(parser.getParsingContext().pathAsPointer().toString(), parser.getText());
        }
      }
    }
    return values;
  }
}
