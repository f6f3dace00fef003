package dev.hvsock.transfer.hostile;

import static dev.hvsock.transfer.hostile.Raw.file;
import static dev.hvsock.transfer.hostile.Raw.folder;
import static dev.hvsock.transfer.hostile.Raw.granted;
import static dev.hvsock.transfer.hostile.Raw.link;
import static dev.hvsock.transfer.hostile.Raw.offer;
import static dev.hvsock.transfer.hostile.Raw.offerOf;

import java.util.stream.Stream;

/** What a server can do wrong to clients that get `wanted`, or list the folder it serves. */
final class WrongServers {
  private WrongServers() {}

  static Stream<WrongWay> all() {
    return Stream.concat(toGetters(), toListers());
  }

  private static WrongWay offering(Victim victim, String name, String outcome, byte[]... entries) {
    return WrongWay.to(victim, name, peer -> peer.say(granted(), offerOf(entries)), outcome);
  }

  private static Stream<WrongWay> toGetters() {
    Victim getter = Victim.GETTER;
    return Stream.of(
        offering(getter, "something that nobody asked for", "'.bashrc'", file(".bashrc", 5)),
        offering(getter, "something else beside", "'other'", file("wanted", 5), file("other", 5)),
        offering(getter, "something whose name begins the same", "'wanted2'", file("wanted2", 5)),
        offering(
            getter,
            "a path out of the folder",
            "the path 'wanted/../../f' has '..' in it",
            folder("wanted"),
            file("wanted/../../f", 5)),
        offering(
            getter, "what is in a link", "wanted/f", link("wanted", "inner"), file("wanted/f", 5)),
        WrongWay.to(
            getter,
            "an offer that was not granted",
            peer -> peer.say(offerOf(file("wanted", 5))),
            "instead of that it grants"),
        WrongWay.to(
            getter,
            "GRANTED twice",
            peer -> peer.say(granted(), granted()),
            "instead of its offer"),
        WrongWay.to(
            getter,
            "GRANTED with a field",
            peer -> peer.say(Raw.message('Y', new byte[1])),
            "GRANTED is 1 bytes too long"),
        WrongWay.to(
            getter,
            "an answer to nothing",
            peer -> peer.say(granted(), Raw.answered()),
            "instead of its offer"),
        WrongWay.to(
            getter,
            "GRANTED, and the end",
            peer -> peer.say(granted()).halfClose(),
            "ended before it had said its offer"),
        WrongWay.to(
                getter,
                "GRANTED, and silence",
                peer -> peer.say(granted()),
                "has not said its offer")
            .soon(),
        WrongWay.to(
            getter,
            "the end instead of a body",
            peer -> peer.say(granted()).offered(file("wanted", 5)).halfClose(),
            "ended before it had said the body"),
        WrongWay.to(
            getter,
            "a refusal with commands for a terminal",
            peer -> peer.say(Raw.failed(2, "\u001b]0;x\u0007")).halfClose(),
            "the peer refuses: \uFFFD]0;x\uFFFD"));
  }

  private static Stream<WrongWay> toListers() {
    Victim lister = Victim.LISTER;
    return Stream.of(
        offering(lister, "a list with ..", "has '..' in it", folder("..")),
        offering(lister, "a list with an absolute path", "is absolute", file("/etc/passwd", 5)),
        offering(
            lister,
            "a list with what is in a folder",
            "inner/f",
            folder("inner"),
            file("inner/f", 5)),
        offering(lister, "a list with a name twice", "f", file("f", 5), file("f", 5)),
        WrongWay.to(
            lister,
            "a list that was not granted",
            peer -> peer.say(offerOf(file("f", 5))),
            "instead of that it grants"),
        WrongWay.to(
            lister,
            "a list of 2^32-1 entries",
            peer -> peer.say(granted(), offer(0xffff_ffffL, 0)),
            "4294967295"),
        WrongWay.to(
            lister,
            "a list that ends early",
            peer -> peer.say(granted(), offer(2, 5), file("f", 5)).halfClose(),
            "ended before it had said"),
        WrongWay.to(
                lister,
                "a list that stops",
                peer -> peer.say(granted(), offer(2, 5), file("f", 5)),
                "has not said")
            .soon(),
        WrongWay.to(
            lister,
            "a list that goes on",
            peer -> peer.say(granted(), offer(1, 5), file("f", 5), file("g", 5)),
            "it goes on after the end"),
        WrongWay.to(
            lister,
            "BODY after the list",
            peer -> peer.say(granted(), offerOf(file("f", 5)), Raw.body(0, 0)),
            "it goes on after the end"));
  }
}
