package dev.hvsock.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What Wireshark's tshark, which shares no code with us, sees in a capture. */
final class Tshark {
  private static final List<String> FIELDS =
      List.of(
          "frame.time_epoch",
          "vsock.src_cid",
          "vsock.src_port",
          "vsock.dst_cid",
          "vsock.dst_port",
          "vsock.op",
          "vsock.virtio.op",
          "vsock.virtio.flags",
          "vsock.virtio.len",
          "vsock.payload",
          "_ws.malformed",
          "_ws.expert");

  private Tshark() {}

  /**
   * The packets of a file. Where there is no tshark, the test is skipped; or fails where nothing
   * may be.
   */
  static List<Packet> read(Path file) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("tshark", "-r", file.toString(), "-T", "fields"));
    command.addAll(List.of("-E", "separator=|"));
    FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
    Process tshark = start(command);
    String output = new String(tshark.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, tshark.waitFor(), () -> "tshark says: " + output);
    return output.lines().map(Tshark::packet).toList();
  }

  private static Packet packet(String line) {
    String[] fields = line.split("\\|", -1);
    assertEquals(FIELDS.size(), fields.length, line);
    byte[] payload = HexFormat.of().parseHex(fields[9]);
    assertEquals(payload.length, Integer.parseInt(fields[8]), "vsock.virtio.len");
    assertTrue(fields[10].isEmpty() && fields[11].isEmpty(), () -> "not well-formed: " + line);
    return new Packet(
        new BigDecimal(fields[0]).movePointRight(9).longValueExact(),
        fields[1] + ":" + fields[2],
        fields[3] + ":" + fields[4],
        Packet.What.of(
            Integer.parseInt(fields[5]), Integer.parseInt(fields[6]), Integer.decode(fields[7])),
        ByteBuffer.wrap(payload));
  }

  private static Process start(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      String remedy = "tshark is not installed; try: apt-get install tshark";
      Assumptions.assumeTrue(isRequired(), remedy);
      throw new AssertionError(remedy, e);
    }
  }

  private static boolean isRequired() {
    return "true".equals(System.getenv("CI")) || GuestLab.mode() == GuestLab.Mode.REQUIRED;
  }
}
