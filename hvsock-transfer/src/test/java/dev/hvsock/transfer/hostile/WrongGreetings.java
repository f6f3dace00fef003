package dev.hvsock.transfer.hostile;

import static dev.hvsock.transfer.hostile.WrongWay.bare;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** What a peer can do wrong before it has said a message, to whichever end. */
final class WrongGreetings {
  private WrongGreetings() {}

  static Stream<WrongWay> all() {
    return Arrays.stream(Victim.values()).flatMap(WrongGreetings::to);
  }

  private static Stream<WrongWay> to(Victim victim) {
    String role = victim.peer;
    return Stream.of(
        bare(victim, "no greeting", peer -> {}, "has not said its greeting").soon(),
        bare(
            victim,
            "ends at once",
            RawPeer::halfClose,
            "ended before it had said its greeting"
                + (victim == Victim.SERVER ? "" : "; try: -v at the other end")),
        bare(victim, "resets at once", RawPeer::abort, "the peer is gone"),
        bare(
            victim,
            "ends in the greeting",
            peer -> peer.say("hvsock-tr").halfClose(),
            "ended before it had said its greeting"),
        bare(
                victim,
                "a greeting a byte now and then",
                peer -> peer.saySlowly(Duration.ofMillis(60), new byte[64]),
                "has not said its greeting")
            .soon(),
        bare(
            victim,
            "a greeting without end",
            peer -> peer.say("x".repeat(100_000)),
            "it greets with 'xxx"),
        bare(
            victim,
            "an HTTP request",
            peer -> peer.say("GET / HTTP/1.1\r\nHost: here\r\n\r\n"),
            "it greets with 'GET / HTTP/1.1"),
        bare(
            victim,
            "a TLS client",
            peer -> peer.say(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, '\n'}),
            "which is no hvsock transfer"),
        bare(
            victim,
            "commands for a terminal",
            peer -> peer.say("\u001b]0;x\u0007\n"),
            "it greets with '\uFFFD]0;x\uFFFD'"),
        bare(
            victim,
            "a version of later",
            peer -> peer.say("hvsock-transfer 2,3 " + role + "\n"),
            "it speaks version [2, 3] of the protocol"),
        bare(
            victim,
            "version 0",
            peer -> peer.say("hvsock-transfer 0 " + role + "\n"),
            "it says of versions '0'"),
        bare(
            victim,
            "a version that is no number",
            peer -> peer.say("hvsock-transfer one " + role + "\n"),
            "it says of versions 'one'"),
        bare(
            victim,
            "nine versions",
            peer -> peer.say("hvsock-transfer 1,2,3,4,5,6,7,8,9 " + role + "\n"),
            "it says of versions '1,2,3"),
        bare(
            victim,
            "versions that fall",
            peer -> peer.say("hvsock-transfer 2,1 " + role + "\n"),
            "it says of versions '2,1'"),
        bare(
            victim,
            "the role of this end",
            peer -> peer.greet(own(role)),
            "it is there to '" + own(role) + "'"),
        bare(
            victim,
            "a role that there is not",
            peer -> peer.greet("steal"),
            "it is there to 'steal'"),
        bare(
            victim,
            "a fourth word",
            peer -> peer.greet(role + " all"),
            "which is no hvsock transfer"),
        WrongWay.to(
            victim, "another greeting", peer -> peer.greet(role), "a message has 1987276643 bytes"),
        WrongWay.to(victim, "silence after the greeting", peer -> {}, "the peer is silent or slow")
            .soon(),
        WrongWay.to(
            victim, "the end after the greeting", RawPeer::halfClose, "the peer ended before"),
        WrongWay.to(
            victim,
            "a type of message that there is not",
            peer -> peer.say(Raw.message('Z')),
            "unknown type 90"),
        WrongWay.to(
            victim,
            "a message of 4 GiB",
            peer -> peer.say(Raw.head('O', 0xffff_ffffL)),
            "a message has 4294967295 bytes"),
        WrongWay.to(
            victim,
            "a message of 65,537 bytes",
            peer -> peer.say(Raw.head('O', 65_537)),
            "a message has 65537 bytes"),
        WrongWay.to(
            victim,
            "half a message",
            peer -> peer.say(new byte[] {'O', 0}).halfClose(),
            "the peer ended before"),
        WrongWay.to(
                victim,
                "half a message, and silence",
                peer -> peer.say(new byte[] {'O', 0}),
                "the peer is silent or slow")
            .soon(),
        WrongWay.to(
                victim,
                "a message a byte now and then",
                peer -> peer.saySlowly(Duration.ofMillis(60), Raw.offerOf(Raw.file("f", 5))),
                "the peer is silent or slow")
            .soon(),
        WrongWay.to(
            victim,
            "STILL AT IT without end",
            WrongGreetings::isAtItForEver,
            "still at it for ever"),
        WrongWay.to(
            victim,
            "STILL AT IT with a field",
            peer -> peer.say(Raw.message('T', new byte[1])),
            "STILL AT IT is 1 bytes too long"),
        WrongWay.to(
            victim,
            "a failure with commands for a terminal",
            peer -> peer.say(Raw.failed(2, "no\u001b[2J\r\n\u202eway")).halfClose(),
            "no\uFFFD[2J\uFFFD\uFFFD\uFFFDway"),
        WrongWay.to(
            victim,
            "a failure for a reason that there is not",
            peer -> peer.say(Raw.failed(9, "no")),
            "FAILED has the unknown why 9"),
        WrongWay.to(
            victim,
            "a failure with a long reason",
            peer -> peer.say(Raw.failed(2, "x".repeat(1025))),
            "FAILED has a text of 1025 bytes"),
        WrongWay.to(
            victim,
            "CONFIRMED before there is anything",
            peer -> peer.say(Raw.confirmed(new byte[32])),
            "it says Confirmed instead of"));
  }

  private static String own(String role) {
    return switch (role) {
      case "send" -> "receive";
      case "receive" -> "send";
      case "ask" -> "serve";
      default -> "ask";
    };
  }

  private static void isAtItForEver(RawPeer peer) throws Exception {
    byte[] often = Raw.join(Raw.stillAtIt(), Raw.stillAtIt(), Raw.stillAtIt(), Raw.stillAtIt());
    for (int i = 0; i < 2501; i++) {
      peer.say(often);
    }
  }
}
