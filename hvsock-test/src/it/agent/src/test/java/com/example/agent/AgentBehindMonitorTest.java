package com.example.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import dev.hvsock.testing.HybridMonitor;
import dev.hvsock.testing.Loopback;
import dev.hvsock.testing.MonitorKind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The agent behind the monitors of virtual machines, some of which lose half-closes. */
class AgentBehindMonitorTest {
  private static final byte[] CONTENT = Client.content(4, 100_000);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void framesGetThroughAll(MonitorKind kind, @Loopback Address address) throws Exception {
    try (Server agent = Agent.start(new FramedAddress(address));
        HybridMonitor monitor = HybridMonitor.at(folder.resolve("vm.sock"), kind);
        Flow flow = Hvsock.connect(new FramedAddress(monitor.guest(5000, address).address(5000)))) {
      assertEquals(Client.digest(CONTENT), Client.ask(flow, "digest", CONTENT));
    }
  }

  /** This is why. */
  @Test
  void withoutThemTheReplyIsLost(@Loopback Address address) throws Exception {
    try (Server agent = Agent.start(address);
        HybridMonitor monitor =
            HybridMonitor.at(folder.resolve("vm.sock"), MonitorKind.FIRECRACKER);
        Flow flow = Hvsock.connect(monitor.guest(5000, address).address(5000))) {
      assertNotEquals(Client.digest(CONTENT), Client.ask(flow, "digest", CONTENT));
    } catch (IOException e) {
      // Or even a failure: it is a matter of who is first.
    }
  }
}
