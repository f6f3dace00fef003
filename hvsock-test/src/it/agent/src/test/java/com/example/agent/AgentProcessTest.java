package com.example.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.testing.Loopback;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The agent as a process, ended by SIGTERM. */
class AgentProcessTest {
  private static Process start(Address address) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Agent.class.getName(),
            address.toString())
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void answersWhoHasAskedBeforeItEnds(@Loopback Address address) throws Exception {
    Process agent = start(address);
    try (Flow flow = Hvsock.connect(address, connect -> connect.retryFor(Duration.ofSeconds(20)))) {
      // The first answer tells that the second request will have been accepted.
      try (Flow first = Hvsock.connect(address)) {
        Client.ask(first, "about", new byte[0]);
      }
      flow.write(UTF_8.encode("digest\nhel"));
      agent.destroy();
      awaitRefusal(address);
      flow.write(UTF_8.encode("lo"));
      flow.shutdownOutput();
      assertEquals(
          Client.digest("hello".getBytes(UTF_8)),
          new String(flow.inputStream().readAllBytes(), UTF_8));
      assertEquals(143, agent.waitFor());
    } finally {
      agent.destroyForcibly();
    }
  }

  private static void awaitRefusal(Address address) {
    assertThrows(
        ConnectException.class,
        () -> {
          while (true) {
            Hvsock.connect(address).abort();
            Thread.sleep(10);
          }
        });
  }
}
