package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * An echo server, at the address that it is given. It says where it listens, and then, for each
 * line that it reads, how many flows it has and how much memory the process takes.
 */
final class ScaleEchoProgram {
  private ScaleEchoProgram() {}

  public static void main(String[] args) throws Exception {
    try (Server server = Hvsock.serve(Address.parse(args[0]), flow -> Flows.copy(flow, flow));
        BufferedReader asked =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println(server.localAddress());
      while (asked.readLine() != null) {
        System.out.println(report(server));
      }
    } finally {
      System.exit(0); // rather than wait for flows that are idle
    }
  }

  private static String report(Server server) throws IOException {
    long heap = EngineCounts.now().heap();
    return server.flowCount() + " " + EngineCounts.resident() + " " + heap;
  }
}
