package dev.hvsock.transfer.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.ProtocolException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The line that each end begins with.
 *
 * @param versions which the end speaks
 * @param role what it is there for, as it calls it
 */
record Greeting(List<Integer> versions, String role) {
  /** How long the line is at most, its line feed included. */
  static final int MAX_BYTES = 64;

  /** The one version that this end speaks. */
  private static final int VERSION = 1;

  private static final String NAME = "hvsock-transfer";
  private static final int MAX_VERSIONS = 8;

  /** The line of this end. */
  static byte[] of(Role role) {
    return (NAME + " " + VERSION + " " + role.word() + "\n").getBytes(US_ASCII);
  }

  /** Reads the peer's, without its line feed. */
  static Greeting parse(String line) throws ProtocolException {
    String[] words = line.split(" ", -1);
    if (words.length != 3 || !words[0].equals(NAME)) {
      throw new ProtocolException(
          "it greets with '"
              + PeerText.shown(line)
              + "', which is no hvsock transfer; is the address right?");
    }
    return new Greeting(versions(words[1]), words[2]);
  }

  private static List<Integer> versions(String text) throws ProtocolException {
    String[] numbers = text.split(",", -1);
    if (numbers.length <= MAX_VERSIONS
        && Stream.of(numbers).allMatch(each -> each.matches("[1-9]\\d{0,4}"))) {
      List<Integer> versions = Stream.of(numbers).map(Integer::valueOf).toList();
      if (versions.equals(versions.stream().distinct().sorted().toList())) {
        return versions;
      }
    }
    throw new ProtocolException("it says of versions '" + PeerText.shown(text) + "'");
  }

  /** Which command goes with the other. */
  private String remedy(Role own) {
    return switch (own) {
      case SEND -> isServer() ? "'put' at this end" : "'receive' at the other end";
      case RECEIVE -> isServer() ? "'get' at this end" : "'send' at the other end";
      case ASK -> "'serve' at the other end";
      case SERVE -> "'get' or 'put' at the other end";
    };
  }

  private boolean isServer() {
    return role.equals(Role.SERVE.word());
  }

  /** Fails unless an end in that role can go on with the one that greets so. */
  void check(Role own) throws ProtocolException {
    if (!versions.contains(VERSION)) {
      throw new ProtocolException(
          "it speaks version "
              + versions
              + " of the protocol, and this end version ["
              + VERSION
              + "]; try: the same hvsock at both ends");
    }
    if (!role.equals(own.counterpart().word())) {
      throw new ProtocolException(
          "it is there to '"
              + PeerText.shown(role)
              + "', and this end to '"
              + own.word()
              + "'; try: "
              + remedy(own));
    }
  }
}
