package dev.hvsock.transfer.hostile;

import static dev.hvsock.transfer.hostile.Raw.NO_MODE;
import static dev.hvsock.transfer.hostile.Raw.SECONDS;
import static dev.hvsock.transfer.hostile.Raw.body;
import static dev.hvsock.transfer.hostile.Raw.confirmed;
import static dev.hvsock.transfer.hostile.Raw.data;
import static dev.hvsock.transfer.hostile.Raw.digest;
import static dev.hvsock.transfer.hostile.Raw.end;
import static dev.hvsock.transfer.hostile.Raw.entry;
import static dev.hvsock.transfer.hostile.Raw.file;
import static dev.hvsock.transfer.hostile.Raw.folder;
import static dev.hvsock.transfer.hostile.Raw.head;
import static dev.hvsock.transfer.hostile.Raw.hole;
import static dev.hvsock.transfer.hostile.Raw.link;
import static dev.hvsock.transfer.hostile.Raw.message;
import static dev.hvsock.transfer.hostile.Raw.offer;
import static dev.hvsock.transfer.hostile.Raw.u32;
import static dev.hvsock.transfer.hostile.Raw.u64;
import static dev.hvsock.transfer.hostile.Raw.u8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.stream.Stream;

/** What a sender can do wrong to a receiver; `f` is always a file of 5 bytes. */
final class WrongSenders {
  private static final byte[] F = file("f", 5);

  private WrongSenders() {}

  static Stream<WrongWay> all() {
    return Stream.of(paths(), links(), offers(), bodies(), ends()).flatMap(each -> each);
  }

  private static WrongWay way(String name, WrongWay.Script script, String outcome) {
    return WrongWay.to(Victim.RECEIVER, name, script, outcome);
  }

  /** An offer that is refused as a whole. */
  private static WrongWay offering(String name, String outcome, byte[]... entries) {
    return way(name, peer -> peer.say(Raw.offerOf(entries)), outcome);
  }

  private static Stream<WrongWay> paths() {
    return Stream.of(
        offering("an absolute path", "the path '/etc/f' is absolute", file("/etc/f", 5)),
        offering("..", "the path '..' has '..' in it", folder("..")),
        offering(
            "a path that begins with ..",
            "the path '../outside/f' has '..' in it",
            file("../outside/f", 5)),
        offering(
            "a path with .. in it",
            "the path 'inner/../../outside/f' has '..' in it",
            folder("inner"),
            file("inner/../../outside/f", 5)),
        offering(
            "a path that ends with ..", "has '..' in it", folder("inner"), file("inner/..", 5)),
        offering("the path .", "the path '.' has '.' in it", folder(".")),
        offering("an empty path", "the path '' has an empty name in it", file("", 5)),
        offering(
            "a path with an empty name",
            "the path 'inner//f' has an empty name in it",
            folder("inner"),
            file("inner//f", 5)),
        offering("a path that ends with /", "the path 'f/' has an empty name in it", file("f/", 5)),
        offering("a path with a NUL", "has a NUL in it", file("f\0.txt", 5)),
        offering(
            "a name of 256 bytes",
            "has a name of more than 255 bytes in it",
            file("x".repeat(256), 5)),
        offering(
            "a path of 4,097 bytes",
            "ENTRY has a text of 4097 bytes",
            file("x/".repeat(2048) + "f", 5)),
        offering(
            "a path of 101 names", "has 101 names, more than 100", file("x/".repeat(100) + "f", 5)),
        offering(
            "a path that is not UTF-8",
            "a text that is not UTF-8",
            entry('f', 0644, SECONDS, 0, 5, "gr\u00fc\u00dfe".getBytes(ISO_8859_1), "")),
        offering(
            "a / in two bytes",
            "a text that is not UTF-8",
            entry('f', 0644, SECONDS, 0, 5, "..\u00c0\u00aff".getBytes(ISO_8859_1), "")),
        offering(
            "half a surrogate pair",
            "a text that is not UTF-8",
            entry('f', 0644, SECONDS, 0, 5, "\u00ed\u00a0\u0080".getBytes(ISO_8859_1), "")),
        offering("a file in a folder that is not offered", "inner", file("inner/f", 5)),
        offering("a file in a file", "f/f", F, file("f/f", 5)),
        offering("a file in a link", "l/f", link("l", "inner"), file("l/f", 5)),
        offering("a folder after what is in it", "new", file("new/f", 5), folder("new")),
        offering("the same path twice", "f", F, F),
        offering("a path as a file and as a folder", "f", F, folder("f")));
  }

  private static Stream<WrongWay> links() {
    return Stream.of(
        kept("an absolute link", "l", link("l", "/etc/passwd")),
        kept("a link out of the folder", "l", link("l", "../outside")),
        kept("a link out of the folder, by way of a folder", "l", link("l", "inner/../../outside")),
        kept(
            "a link out of the folder, from within one",
            "inner/l",
            folder("inner"),
            link("inner/l", "../../outside")),
        kept(
                "a link out of the folder, by way of a link",
                "l2",
                folder("inner"),
                link("inner/l", ".."),
                link("l2", "inner/l/../outside"))
            .changing("dir/inner/l"),
        offering("a link with a NUL", "target", link("l", "inner\0f")),
        offering("a link to nothing", "target", link("l", "")),
        offering(
            "a link with a target of 4,097 bytes",
            "ENTRY has a text of 4097 bytes",
            link("l", "x".repeat(4097))),
        offering(
            "a file with a target",
            "target",
            entry('f', 0644, SECONDS, 0, 5, "f".getBytes(UTF_8), "inner")),
        kept("a folder where there is a link out of it", "away", folder("away")),
        kept("a file by way of a link that is there", "away", folder("away"), file("away/f", 5)),
        kept("a link by way of a link that is there", "away", folder("away"), link("away/l", "f")),
        kept("a file where there is a link to one", "secret", file("secret", 6)),
        kept("a file where there is a folder", "inner", file("inner", 5)),
        kept("a folder where there is a file", "there", folder("there")),
        kept("a link where there is a folder", "inner", link("inner", "there")),
        kept("a name that is the receiver's own", ".hvsock-x", file(".hvsock-x", 5)),
        kept(
            "a folder of a name that is the receiver's own",
            ".hvsock-x",
            folder(".hvsock-x"),
            file(".hvsock-x/f", 5)),
        kept(
            "a file that is on its way by its name",
            ".partial",
            file(".hvsock-0123456789abcdef.partial", 5)));
  }

  /** An offer that is refused in part; the peer does all the rest as it should. */
  private static WrongWay kept(String name, String outcome, byte[]... entries) {
    return way(
        name,
        peer -> {
          peer.offered(entries).hear('S');
          peer.say(confirmed(digest(new byte[0]))).halfClose();
        },
        "NotTaken[path="
            + (outcome.startsWith(".partial") ? ".hvsock-0123456789abcdef" : "")
            + outcome);
  }

  private static WrongWay entryOf(
      String name, String outcome, char kind, int mode, long seconds, long nanos, long size) {
    String target = kind == 'l' ? "there" : "";
    return offering(
        name, outcome, entry(kind, mode, seconds, nanos, size, "f".getBytes(UTF_8), target));
  }

  private static Stream<WrongWay> offers() {
    return Stream.of(
        entryOf("a kind that there is not", "kind", 'p', 0644, SECONDS, 0, 0),
        entryOf("a mode with the set-uid bit", "'f' has a mode", 'f', 04755, SECONDS, 0, 5),
        entryOf("a link with a mode", "'f' has a mode", 'l', 0777, SECONDS, 0, 0),
        entryOf("a time after all times", "'f' has a time", 'f', 0644, Long.MAX_VALUE, 0, 5),
        entryOf("a time before all times", "'f' has a time", 'f', 0644, Long.MIN_VALUE, 0, 5),
        entryOf(
            "a second of 10^9 nanoseconds", "'f' has a time", 'f', 0644, SECONDS, 1_000_000_000, 5),
        entryOf(
            "a second of 2^32-1 nanoseconds",
            "'f' has a time",
            'f',
            0644,
            SECONDS,
            0xffff_ffffL,
            5),
        entryOf("a folder with a size", "'f' has a size", 'd', 0755, SECONDS, 0, 5),
        entryOf("a link with a size", "'f' has a size", 'l', NO_MODE, SECONDS, 0, 5),
        entryOf("a size of 2^64-1", "about 18446744073709551615 bytes", 'f', 0644, SECONDS, 0, -1),
        way(
            "a sum of 2^63",
            peer -> peer.say(offer(1, Long.MIN_VALUE)),
            "about 9223372036854775808 bytes"),
        way(
            "sizes with a sum of 2^64",
            peer -> peer.say(offer(2, 0), file("f", Long.MAX_VALUE), file("g", Long.MAX_VALUE)),
            "more than the offer's 0 bytes"),
        way(
            "a sum that is more than the sizes",
            peer -> peer.say(offer(1, 6), F),
            "its files have 5 bytes, and not the offer's 6"),
        way(
            "a sum that is less than the sizes",
            peer -> peer.say(offer(1, 4), F),
            "more than the offer's 4 bytes"),
        way("2^32-1 entries", peer -> peer.say(offer(0xffff_ffffL, 0)), "4294967295"),
        way(
            "an entry more than is allowed",
            peer -> peer.say(offer(Victim.MOST_FILES + 1, 0)),
            "1001"),
        way(
            "a byte more than is allowed",
            peer -> peer.say(offer(1, Victim.MOST_BYTES + 1)),
            "1048577"),
        way(
            "fewer entries than are promised",
            peer -> peer.say(offer(2, 5), F).halfClose(),
            "ended before it had said an entry"),
        way(
                "fewer entries than are promised, and silence",
                peer -> peer.say(offer(2, 5), F),
                "has not said an entry")
            .soon(),
        way(
            "more entries than are promised",
            peer -> peer.say(offer(1, 5), F, file("g", 0)).hear('A'),
            "instead of the body"),
        way("entries before the offer", peer -> peer.say(F), "instead of its offer"),
        way(
            "an offer in the offer",
            peer -> peer.say(offer(1, 5), offer(1, 5), F),
            "instead of an entry"),
        way(
            "another offer after the offer",
            peer -> peer.offered(F).say(offer(0, 0)),
            "instead of the body"),
        way(
            "a flag that there is not",
            peer -> peer.say(message('O', u8(2), u32(0), u64(0))),
            "OFFER has 2 where less than 2 is known"),
        way(
            "an offer without its sum",
            peer -> peer.say(message('O', u8(0), u32(0))),
            "OFFER is 8 bytes too short"),
        way(
            "an offer with more after it",
            peer -> peer.say(message('O', u8(0), u32(0), u64(0), u8(0))),
            "OFFER is 1 bytes too long"),
        way(
            "an entry with more after it",
            peer -> peer.say(offer(1, 0), message('E', new byte[27])),
            "ENTRY"),
        way(
            "a path longer than its message",
            peer -> peer.say(offer(1, 0), message('E', u8('f'), new byte[22], u8(9), u8(9))),
            "ENTRY"),
        way(
                "an entry a byte now and then",
                peer -> peer.saySlowly(Duration.ofMillis(60), Raw.offerOf(F)),
                "has not said")
            .soon());
  }

  private static Stream<WrongWay> bodies() {
    return Stream.of(
        inBody("DATA without BODY", "instead of the body", data("hello")),
        inBody("BODY of another index", "it begins with entry 1 at 0", body(1, 0)),
        inBody("BODY of index 2^32-1", "BODY is about entry 4294967295", body(0xffff_ffffL, 0)),
        inBody("BODY from where nothing is", "it begins with entry 0 at 3", body(0, 3)),
        inBody("BODY from 2^63", "about 9223372036854775808 bytes", body(0, Long.MIN_VALUE)),
        inBody("BODY twice", "instead of the rest of a file", body(0, 0), body(0, 0)),
        inBody(
            "more DATA than the file has",
            "it sends more than the file's 5",
            body(0, 0),
            data("hello!")),
        inBody(
            "more DATA than the file has, in all",
            "it sends more than the file's 5",
            body(0, 0),
            data("hello"),
            data("!")),
        inBody(
            "a DATA of 2^30+1 bytes",
            "DATA has 1073741825 bytes",
            body(0, 0),
            head('D', (1 << 30) + 1)),
        inBody(
            "a DATA of 2^32-1 bytes",
            "DATA has 4294967295 bytes",
            body(0, 0),
            head('D', 0xffff_ffffL)),
        inBody("a DATA of no bytes", "DATA has 0 bytes", body(0, 0), head('D', 0)),
        inBody("a HOLE of no bytes", "HOLE has no bytes", body(0, 0), hole(0)),
        inBody(
            "a HOLE larger than the file", "it sends more than the file's 5", body(0, 0), hole(6)),
        inBody(
            "a HOLE of 2^63-1",
            "it sends more than the file's 5",
            body(0, 0),
            hole(Long.MAX_VALUE)),
        inBody(
            "a HOLE of 2^63", "about 9223372036854775808 bytes", body(0, 0), hole(Long.MIN_VALUE)),
        inBody(
            "holes of 2^64 in all",
            "it sends more than the file's 5",
            body(0, 0),
            data("h"),
            hole(Long.MAX_VALUE),
            hole(Long.MAX_VALUE)),
        inBody(
            "END before the end",
            "1 bytes of it are missing",
            body(0, 0),
            data("hell"),
            end("hell")),
        inBody("END without BODY", "instead of the body", end("hello")),
        inBody(
            "END with half a digest",
            "END is 16 bytes too short",
            body(0, 0),
            data("hello"),
            message('F', u8(0), new byte[16])),
        inBody(
            "END for a reason that there is not",
            "END has 2 where less than 2",
            body(0, 0),
            message('F', u8(2), new byte[32])),
        inBody("WANT from who sends", "instead of the rest of a file", body(0, 0), Raw.want(0)),
        inBody(
            "CONFIRMED instead of the body", "instead of the body", confirmed(digest(new byte[0]))),
        inBody(
            "a new offer in the body",
            "instead of the rest of a file",
            body(0, 0),
            data("he"),
            offer(0, 0)),
        way(
                "END twice",
                peer -> peer.offered(F).say(body(0, 0), data("hello"), end("hello"), end("hello")),
                "instead of its confirmation")
            .changing("dir/f"),
        way(
            "a wrong digest",
            peer -> {
              peer.offered(F).say(body(0, 0), data("hello"), end("hallo")).hear('N').hear('S');
              peer.say(confirmed(digest(new byte[0]))).halfClose();
            },
            "NotTaken[path=f, reason=its digest is 2cf24dba"),
        way(
            "a file given up, for a reason with commands",
            peer -> {
              peer.offered(F)
                  .say(body(0, 0), data("he"), message('F', u8(1), Raw.string("\u001b[2J")))
                  .hear('S');
              peer.say(confirmed(digest(new byte[0]))).halfClose();
            },
            "NotTaken[path=f, reason=\uFFFD[2J]"),
        way("silence instead of a body", peer -> peer.offered(F), "has not said the body").soon(),
        way(
                "silence in a body",
                peer -> peer.offered(F).say(body(0, 0), data("he")),
                "has not said the rest of a file")
            .soon(),
        way(
                "silence in DATA",
                peer -> peer.offered(F).say(body(0, 0), head('D', 5), u8('h')),
                "has not said the rest of a file")
            .soon(),
        way(
                "DATA a byte now and then",
                peer ->
                    peer.offered(file("f", 50))
                        .say(body(0, 0), head('D', 50))
                        .saySlowly(Duration.ofMillis(60), new byte[50]),
                "has not said the rest of a file")
            .soon(),
        way(
            "STILL AT IT without end, in a body",
            peer -> {
              peer.offered(F).say(body(0, 0), data("he"));
              for (int i = 0; i <= 10_000; i++) {
                peer.say(Raw.stillAtIt());
              }
            },
            "still at it for ever"));
  }

  /** What is said instead of the one file's body. */
  private static WrongWay inBody(String name, String outcome, byte[]... said) {
    return way(name, peer -> peer.offered(F).say(said), outcome);
  }

  private static Stream<WrongWay> ends() {
    byte[] right = digest(Raw.join(u32(0), digest("hello".getBytes(UTF_8))));
    return Stream.of(
        way(
            "the end instead of the answer",
            peer -> peer.say(Raw.offerOf(F)).halfClose(),
            "the peer ended before"),
        way(
            "the end instead of a body",
            peer -> peer.offered(F).halfClose(),
            "ended before it had said the body"),
        way(
            "the end after BODY",
            peer -> peer.offered(F).say(body(0, 0)).halfClose(),
            "ended before it had said the rest of a file"),
        way(
            "the end in DATA",
            peer -> peer.offered(F).say(body(0, 0), head('D', 5), u8('h')).halfClose(),
            "ended before it had said the rest of a file"),
        way(
            "the end instead of END",
            peer -> peer.offered(F).say(body(0, 0), data("hello")).halfClose(),
            "ended before it had said the rest of a file"),
        way(
            "the end in END",
            peer ->
                peer.offered(F)
                    .say(body(0, 0), data("hello"), head('F', 33), new byte[20])
                    .halfClose(),
            "ended before it had said the rest of a file"),
        way(
            "a reset in a body",
            peer -> peer.offered(F).say(body(0, 0), data("he")).abort(),
            "the peer is gone"),
        way(
                "the end instead of the sign-off",
                peer -> whole(peer).halfClose(),
                "ended before it had said its confirmation")
            .changing("dir/f"),
        way("silence instead of the sign-off", peer -> whole(peer), "has not said its confirmation")
            .soon()
            .changing("dir/f"),
        way(
                "a wrong digest in the sign-off",
                peer -> whole(peer).say(confirmed(new byte[32])),
                "it confirms 00000000")
            .changing("dir/f"),
        way(
                "1,001 things passed over",
                peer -> {
                  whole(peer);
                  for (int i = 0; i <= 1000; i++) {
                    peer.say(message('P', Raw.string("x"), Raw.string("y")));
                  }
                },
                "it has passed over more than 1000")
            .changing("dir/f"),
        way(
                "something passed over, with commands for a terminal",
                peer -> {
                  whole(peer).say(message('P', Raw.string("\u001b[2J"), Raw.string("a\r\nb")));
                  peer.say(confirmed(right)).halfClose();
                },
                "NotTaken[path=\uFFFD[2J, reason=a\uFFFD\uFFFDb]")
            .changing("dir/f"),
        inBody(
            "something passed over in the body",
            "instead of the rest of a file",
            body(0, 0),
            message('P', Raw.string("x"), Raw.string("y"))),
        way(
                "something after the sign-off",
                peer -> whole(peer).say(confirmed(right), data("hello")),
                "it goes on after the end")
            .changing("dir/f"));
  }

  /** Sends the one file as it should be, up to the summary. */
  private static RawPeer whole(RawPeer peer) throws Exception {
    return peer.offered(F).say(body(0, 0), data("hello"), end("hello")).hear('S');
  }
}
