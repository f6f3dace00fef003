package com.example.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** Answers one request a flow: a command in a line, and what belongs to it until the half-close. */
public final class Agent {
  private static final int MAX_LINE = 100;

  /** Starts to serve; each flow has a virtual thread of its own. */
  public static Server start(Address address) throws IOException {
    return Hvsock.serve(
        address, Agent::handle, listen -> listen.readTimeout(Duration.ofSeconds(30)).maxFlows(64));
  }

  /** The server closes the flow afterwards, which ends the reply; or aborts it, if this throws. */
  private static void handle(Flow flow) throws IOException {
    InputStream request = new BufferedInputStream(flow.inputStream());
    flow.write(UTF_8.encode(reply(readLine(request), request) + "\n"));
  }

  private static String reply(String command, InputStream rest) throws IOException {
    return switch (command) {
      case "about" -> System.getProperty("os.name") + " " + System.getProperty("os.version");
      case "digest" -> digest(rest);
      default -> "unknown command '" + command + "'; try: about, or digest";
    };
  }

  /** A peer decides how long a line is, so there is a bound. */
  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.append((char) next).length() > MAX_LINE) {
        throw new ProtocolException("the command is longer than " + MAX_LINE + " bytes");
      }
    }
    return line.toString();
  }

  private static String digest(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** Serves until SIGTERM or Ctrl-C, and then lets the requests under way end. */
  public static void main(String[] args) throws Exception {
    Server server = start(Address.parse(args[0]));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(server)));
    System.out.println("agent: listening at " + server.localAddress());
    server.awaitStop();
  }

  private static void stop(Server server) {
    try {
      server.close();
    } catch (IOException e) {
      System.err.println("agent: " + e.getMessage());
    }
  }
}
