package dev.hvsock.transfer.hostile;

import static dev.hvsock.transfer.hostile.Raw.answered;
import static dev.hvsock.transfer.hostile.Raw.digest;
import static dev.hvsock.transfer.hostile.Raw.granted;
import static dev.hvsock.transfer.hostile.Raw.join;
import static dev.hvsock.transfer.hostile.Raw.kept;
import static dev.hvsock.transfer.hostile.Raw.message;
import static dev.hvsock.transfer.hostile.Raw.notTaken;
import static dev.hvsock.transfer.hostile.Raw.string;
import static dev.hvsock.transfer.hostile.Raw.summary;
import static dev.hvsock.transfer.hostile.Raw.u32;
import static dev.hvsock.transfer.hostile.Raw.u64;
import static dev.hvsock.transfer.hostile.Raw.u8;
import static dev.hvsock.transfer.hostile.Raw.want;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What a receiver can do wrong to a sender, who offers a folder (entry 0), two files (1 and 2, of 5
 * and 31 bytes) and a link (3); and a server to a client that puts the same.
 */
final class WrongReceivers {
  private static final byte[] ALL = join(want(1), want(2), answered());
  private static final byte[] ONE = join(want(1), kept(2, 1), answered());
  private static final int BOTH_SIZES = 5 + 31;

  private WrongReceivers() {}

  static Stream<WrongWay> all() {
    return Stream.of(
            answers(Victim.SENDER, new byte[0]),
            later(Victim.SENDER, new byte[0]),
            answers(Victim.PUTTER, granted()),
            later(Victim.PUTTER, granted()))
        .flatMap(each -> each);
  }

  /** What begins when the offer is known; the peer has granted it before, if it had to. */
  private static Stream<WrongWay> answers(Victim victim, byte[] granted) {
    return Stream.of(
            new Answer("ANSWERED without answers", answered(), "it has no answer for entry 1"),
            new Answer(
                "no answer for the last file",
                join(want(1), answered()),
                "it has no answer for entry 2"),
            new Answer(
                "answers in another order", join(want(2), want(1)), "it has no answer for entry 1"),
            new Answer(
                "an answer twice",
                join(want(1), want(1)),
                "it answers for entry 1 when it is at 2"),
            new Answer(
                "WANT after KEPT",
                join(kept(1, 1), want(1)),
                "it answers for entry 1 when it is at 2"),
            new Answer(
                "an answer for a folder that was passed over",
                join(want(1), kept(0, 2)),
                "it answers for entry 0 when it is at 2"),
            new Answer("WANT of a folder", want(0), "it wants entry 0"),
            new Answer("WANT of a link", join(want(1), want(2), want(3)), "it wants entry 3"),
            new Answer(
                "WANT of an entry that there is not",
                join(want(1), want(2), want(4)),
                "it speaks of entry 4 of 4"),
            new Answer(
                "WANT of entry 2^32-1", want(0xffff_ffffL), "WANT is about entry 4294967295"),
            new Answer(
                "WANT from behind the end", want(1, 6, "hello!"), "it wants entry 1 from 6 on"),
            new Answer(
                "WANT from 2^63",
                want(1, Long.MIN_VALUE, "hello"),
                "about 9223372036854775808 bytes"),
            new Answer(
                "WANT without a digest",
                message('W', u32(1), u64(3)),
                "WANT is 32 bytes too short"),
            new Answer(
                "WANT of all with a digest",
                message('W', u32(1), u64(0), new byte[32]),
                "WANT is 32 bytes too long"),
            new Answer(
                "KEPT for a reason that there is not",
                message('K', u32(1), u8(3), string("")),
                "KEPT has 3 where less than 3"),
            new Answer(
                "KEPT of a folder that is the same",
                kept(0, 0),
                "it has the same of entry 0, no file"),
            new Answer(
                "KEPT of an entry that there is not",
                join(want(1), want(2), kept(9, 2)),
                "it answers for entry 9"),
            new Answer(
                "KEPT with a reason longer than the message",
                message('K', u32(1), u8(1), new byte[] {0, 9, 'x'}),
                "KEPT is 8 bytes too short"),
            new Answer(
                "a flag in ANSWERED that there is not",
                join(want(1), want(2), message('A', u8(4))),
                "ANSWERED has 4"),
            new Answer("DATA from who receives", Raw.data("hello"), "instead of its answer"),
            new Answer(
                "SUMMARY instead of the answer",
                summary(0, 0, 0, digest(new byte[0])),
                "instead of its answer"),
            new Answer(
                "NOT TAKEN before the answer is over",
                join(want(1), notTaken(1)),
                "instead of its answer"),
            new Answer(
                "NOT TAKEN of an entry that there is not",
                join(ALL, notTaken(4)),
                "it says NOT TAKEN of entry 4"),
            new Answer(
                "NOT TAKEN of entry 2^32-1",
                join(ALL, notTaken(0xffff_ffffL)),
                "NOT TAKEN is about entry 4294967295"),
            new Answer(
                "NOT TAKEN twice",
                join(ALL, notTaken(1), notTaken(1)),
                "it says NOT TAKEN of entry 1"),
            new Answer(
                "NOT TAKEN of what was kept",
                join(ONE, notTaken(2)),
                "it says NOT TAKEN of entry 2"),
            new Answer(
                "NOT TAKEN of what is the same",
                join(want(1), kept(2, 0), answered(), notTaken(2)),
                "it says NOT TAKEN of entry 2"),
            new Answer(
                "NOT TAKEN without end", join(ALL, manyNotTaken()), "it says NOT TAKEN of entry 1"),
            new Answer(
                "NOT TAKEN with a long reason",
                join(ALL, message('N', u32(1), string("x".repeat(1025)))),
                "NOT TAKEN has a text of 1025 bytes"),
            new Answer("KEPT after ANSWERED", join(ALL, kept(3, 1)), "instead of the summary"),
            new Answer("ANSWERED twice", join(ALL, answered()), "instead of the summary"),
            new Answer(
                "a summary of more entries",
                join(ALL, summary(5, 0, BOTH_SIZES, right())),
                "it sums up"),
            new Answer(
                "a summary of fewer entries",
                join(ALL, summary(3, 1, BOTH_SIZES, right())),
                "it sums up"),
            new Answer(
                "a summary of more bytes",
                join(ALL, summary(4, 0, BOTH_SIZES + 1, right())),
                "it sums up"),
            new Answer(
                "a summary with another digest",
                join(ALL, summary(4, 0, BOTH_SIZES, digest(new byte[0]))),
                "it sums up"),
            new Answer(
                "a summary of 2^32-1 entries",
                join(ALL, summary(0xffff_ffffL, 0, BOTH_SIZES, right())),
                "it sums up"),
            new Answer(
                "a summary of 2^63 bytes",
                join(ALL, summary(4, 0, Long.MIN_VALUE, right())),
                "SUMMARY is about 9223372036854775808 bytes"),
            new Answer(
                "a summary of what was not taken",
                join(ALL, notTaken(1), summary(4, 0, BOTH_SIZES, right())),
                "it sums up"),
            new Answer(
                "a summary that a rehearsal has not",
                join(want(1), want(2), message('A', u8(1)), summary(4, 0, BOTH_SIZES, right())),
                "it sums up"),
            new Answer(
                "a failure in the middle",
                join(ALL, Raw.failed(3, "no \u001b[31mspace")),
                "the peer failed: no \uFFFD[31mspace"))
        .map(way -> way.to(victim, granted));
  }

  /** Ways in which the answers come right, or not at all, and then something else is wrong. */
  private static Stream<WrongWay> later(Victim victim, byte[] granted) {
    return Stream.of(
        WrongWay.to(
                victim,
                "silence instead of the answer",
                peer -> peer.say(granted),
                "has not said its answer")
            .soon(),
        WrongWay.to(
                victim,
                "silence in the answer",
                peer -> peer.say(granted, want(1)),
                "has not said its answer")
            .soon(),
        WrongWay.to(
                victim,
                "silence instead of the summary",
                peer -> peer.say(granted, ALL),
                "has not said the summary")
            .soon(),
        WrongWay.to(
                victim,
                "an answer a byte now and then",
                peer -> peer.say(granted).saySlowly(Duration.ofMillis(60), ALL),
                "has not said its answer")
            .soon(),
        WrongWay.to(
            victim,
            "STILL AT IT without end, instead of the summary",
            peer -> isAtItForEver(peer.say(granted, ALL)),
            "still at it for ever"),
        WrongWay.to(
            victim,
            "the end instead of the answer",
            peer -> peer.say(granted).halfClose(),
            "ended before it had said its answer"),
        WrongWay.to(
            victim,
            "the end in the answer",
            peer -> peer.say(granted, want(1), new byte[] {'W', 0}).halfClose(),
            "ended before it had said its answer"),
        WrongWay.to(
            victim,
            "the end instead of the summary",
            peer -> peer.say(granted, ALL).halfClose(),
            "ended before it had said the summary"),
        WrongWay.to(
            victim,
            "the end in the summary",
            peer -> peer.say(granted, ALL, Raw.head('S', 48), new byte[9]).halfClose(),
            "ended before it had said the summary"),
        WrongWay.to(
            victim,
            "a reset instead of the summary",
            peer -> peer.say(granted, ALL).hear('F').abort(),
            "the peer is gone"),
        WrongWay.to(
            victim,
            "something after the last word",
            peer -> whole(peer.say(granted)).hear('C').say(ALL),
            "it goes on after the end"),
        WrongWay.to(
            victim,
            "another summary",
            peer -> whole(peer.say(granted)).say(summary(4, 0, BOTH_SIZES, right())),
            "it goes on after the end"));
  }

  private static RawPeer whole(RawPeer peer) throws Exception {
    return peer.say(ALL).hear('F').hear('F').say(summary(4, 0, BOTH_SIZES, right()));
  }

  private static void isAtItForEver(RawPeer peer) throws Exception {
    for (int i = 0; i <= 10_000; i++) {
      peer.say(Raw.stillAtIt());
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody changes or compares it
  private record Answer(String name, byte[] said, String outcome) {
    WrongWay to(Victim victim, byte[] granted) {
      return WrongWay.to(victim, name, peer -> peer.say(granted, said), outcome);
    }
  }

  private static byte[] manyNotTaken() {
    byte[][] many = new byte[1000][];
    Arrays.setAll(many, i -> notTaken(1));
    return join(many);
  }

  /** The digest of both files. */
  private static byte[] right() {
    return digest(
        join(
            u32(1),
            digest(Sandbox.HELLO.getBytes(UTF_8)),
            u32(2),
            digest(Sandbox.POEM.getBytes(UTF_8))));
  }
}
