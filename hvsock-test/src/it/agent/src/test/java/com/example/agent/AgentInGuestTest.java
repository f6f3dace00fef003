package com.example.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Capture;
import dev.hvsock.Flow;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.testing.Guest;
import dev.hvsock.testing.GuestLab;
import dev.hvsock.testing.GuestLink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent where it belongs: in a virtual machine, asked by its host. Framed, because the device
 * in between cannot end one direction alone.
 */
class AgentInGuestTest {
  private static final byte[] CONTENT = Client.content(3, 8 << 20);

  private static Guest guest;

  @BeforeAll
  static void boot() throws IOException {
    GuestLab lab = GuestLab.forTest(GuestLink.DEVICE).cpus(1).memoryMiB(512);
    guest = lab.start(GuestLab.java(Agent.class, "framed:vsock://any:5000"));
  }

  @AfterAll
  static void end() throws IOException {
    if (guest != null) {
      guest.close();
    }
  }

  private static Flow connect() throws IOException {
    Address address = new FramedAddress(guest.address(5000));
    return Hvsock.connect(address, connect -> connect.retryFor(Duration.ofMinutes(1)));
  }

  @Test
  void digestsWhatTheHostSends(@TempDir Path folder) throws Exception {
    try (Capture capture = Capture.to(folder.resolve("agent.pcap"));
        Flow flow = capture.connected(connect())) {
      assertEquals(Client.digest(CONTENT), Client.ask(flow, "digest", CONTENT));
      assertTrue(capture.packets() > CONTENT.length >> 16, () -> capture.packets() + " packets");
    }
  }

  @Test
  void tellsWhereItIs() throws Exception {
    try (Flow flow = connect()) {
      assertTrue(Client.ask(flow, "about", new byte[0]).startsWith("Linux 6."));
    }
  }
}
