package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Hvsock;
import dev.hvsock.TransportStatus;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Map<String, String> values = Json.flat(end.output());
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
}
