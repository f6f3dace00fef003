package dev.hvsock.transfer.hostile;

import static dev.hvsock.transfer.hostile.Raw.body;
import static dev.hvsock.transfer.hostile.Raw.data;
import static dev.hvsock.transfer.hostile.Raw.end;
import static dev.hvsock.transfer.hostile.Raw.file;
import static dev.hvsock.transfer.hostile.Raw.folder;
import static dev.hvsock.transfer.hostile.Raw.link;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.stream.Stream;

/**
 * What a sender can try with what is there, where it may replace that: `away` and `secret` lead
 * out.
 */
final class WrongReplacements {
  private WrongReplacements() {}

  static Stream<WrongWay> all() {
    return Stream.of(
        offering("a folder where there is a link out", folder("away"), file("away/secret", 5)),
        offering("a link where there is a folder", link("inner", "away")),
        offering("a folder where there is a file", folder("there"), file("there/f", 5)),
        offering("a link out where there is one", link("away", "../outside/inner")),
        offering("a file where there is a folder", file("inner", 5)),
        offering("a file where there is a pipe", file("pipe", 6)),
        way("a file where there is a link out", peer -> replace(peer, "secret"), "took")
            .changing("dir/secret"),
        way("a file where there is a link to a folder", peer -> replace(peer, "away"), "took")
            .changing("dir/away"),
        way("a file that is broken off", peer -> begin(peer, "there").halfClose(), "ended before"),
        way("a file that does not come to its end", peer -> begin(peer, "there"), "has not said")
            .soon(),
        way("a file with a wrong digest", peer -> wrong(peer, "there"), "its digest is"),
        way(
            "a file that ends early",
            peer -> begin(peer, "there").say(end("he")),
            "4 bytes of it are missing"));
  }

  private static WrongWay way(String name, WrongWay.Script script, String outcome) {
    return WrongWay.to(Victim.REPLACER, name, script, outcome);
  }

  /** What is refused, all of it. */
  private static WrongWay offering(String name, byte[]... entries) {
    return way(
        name, peer -> signOff(peer.offered(entries).hear('S')), "took 0, not [NotTaken[path=");
  }

  private static void signOff(RawPeer peer) throws Exception {
    peer.say(Raw.confirmed(Raw.digest(new byte[0]))).halfClose();
  }

  private static RawPeer begin(RawPeer peer, String path) throws Exception {
    return peer.offered(file(path, 6)).say(body(0, 0), data("he"));
  }

  private static void wrong(RawPeer peer, String path) throws Exception {
    signOff(begin(peer, path).say(data("llo!"), end("others")).hear('S'));
  }

  /** Sends what is taken, in place of what was there, and of nothing that it led to. */
  private static void replace(RawPeer peer, String path) throws Exception {
    peer.offered(file(path, 6)).say(body(0, 0), data("hello!"), end("hello!")).hear('S');
    byte[] digest = Raw.digest("hello!".getBytes(UTF_8));
    peer.say(Raw.confirmed(Raw.digest(Raw.join(Raw.u32(0), digest)))).halfClose();
  }
}
