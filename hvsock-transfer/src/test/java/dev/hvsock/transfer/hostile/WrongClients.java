package dev.hvsock.transfer.hostile;

import static dev.hvsock.transfer.hostile.Raw.file;
import static dev.hvsock.transfer.hostile.Raw.folder;
import static dev.hvsock.transfer.hostile.Raw.get;
import static dev.hvsock.transfer.hostile.Raw.list;
import static dev.hvsock.transfer.hostile.Raw.message;
import static dev.hvsock.transfer.hostile.Raw.offerOf;
import static dev.hvsock.transfer.hostile.Raw.put;
import static dev.hvsock.transfer.hostile.Raw.string;
import static dev.hvsock.transfer.hostile.Raw.u16;
import static dev.hvsock.transfer.hostile.Raw.u8;

import java.util.Collections;
import java.util.stream.Stream;

/** What a client can ask of a server that it should not get. */
final class WrongClients {
  private WrongClients() {}

  static Stream<WrongWay> all() {
    return Stream.of(gets(), lists(), puts()).flatMap(each -> each);
  }

  private static WrongWay asking(String name, byte[] request, String outcome) {
    return WrongWay.to(Victim.SERVER, name, peer -> peer.say(request), outcome);
  }

  private static Stream<WrongWay> gets() {
    return Stream.of(
        asking("GET of ..", get(".."), "the path '..' has '..' in it"),
        asking("GET of a path with .. in it", get("inner/../../outside/secret"), "has '..' in it"),
        asking("GET of an absolute path", get("/etc/passwd"), "the path '/etc/passwd' is absolute"),
        asking("GET of a path with a NUL", get("there\0"), "has a NUL in it"),
        asking("GET of .", get("."), "has '.' in it"),
        asking("GET by way of a link", get("away/secret"), "away/secret"),
        asking("GET by way of a link, deeper", get("away/inner/deeper"), "away/inner/deeper"),
        asking("GET of a pipe", get("pipe"), "pipe"),
        asking("GET of what is in a file", get("there/f"), "there/f"),
        asking("GET of what is not there", get("nothing"), "nothing"),
        asking(
            "GET of what is the receiver's own",
            get(".hvsock-0123456789abcdef.partial"),
            ".hvsock-"),
        asking("GET of two files of one name", get("there", "inner/file", "there"), "there"),
        asking("GET of nothing", get(), "GET has 0 paths"),
        asking(
            "GET of 1,001 paths",
            get(Collections.nCopies(1001, "f").toArray(String[]::new)),
            "GET has 1001 paths"),
        asking(
            "GET with fewer paths than it says",
            message('G', u16(2), string("there")),
            "GET is 2 bytes too short"),
        asking(
            "GET with more paths than it says",
            message('G', u16(1), string("there"), string("inner")),
            "GET is 7 bytes too long"),
        WrongWay.to(
            Victim.SERVER,
            "GET twice",
            peer -> peer.say(get("there"), get("inner")),
            "instead of its answer"),
        WrongWay.to(
            Victim.SERVER,
            "GET, and an offer",
            peer -> peer.say(get("there"), offerOf(file("f", 5))),
            "instead of its answer"),
        WrongWay.to(
            Victim.SERVER,
            "GET, and the end",
            peer -> peer.say(get("there")).halfClose(),
            "ended before it had said its answer"),
        WrongWay.to(
                Victim.SERVER,
                "GET, and silence",
                peer -> peer.say(get("there")),
                "has not said its answer")
            .soon());
  }

  private static Stream<WrongWay> lists() {
    return Stream.of(
        asking("LIST of ..", list(".."), "the path '..' has '..' in it"),
        asking("LIST of /", list("/"), "is absolute"),
        asking("LIST of a link", list("away/inner"), "away/inner"),
        asking("LIST of what is not there", list("nothing"), "nothing"),
        asking(
            "LIST of a path that is not UTF-8",
            message('L', string(new byte[] {(byte) 0xff})),
            "LIST has a text that is not UTF-8"),
        WrongWay.to(Victim.SERVER, "LIST, and silence", peer -> peer.say(list("")), "served")
            .soon(),
        WrongWay.to(
            Victim.SERVER,
            "LIST, and an answer",
            peer -> peer.say(list(""), Raw.answered()),
            "it goes on after the end"),
        WrongWay.to(
            Victim.SERVER,
            "OFFER before it is asked",
            peer -> peer.say(offerOf(file("f", 5))),
            "instead of what it asks for"),
        WrongWay.to(
            Victim.SERVER,
            "GRANTED by the client",
            peer -> peer.say(Raw.granted()),
            "instead of what it asks for"));
  }

  private static Stream<WrongWay> puts() {
    return Stream.of(
        asking("PUT into ..", put(0, 0, ".."), "the path '..' has '..' in it"),
        asking("PUT into an absolute path", put(0, 0, "/tmp"), "the path '/tmp' is absolute"),
        asking("PUT into a path with .. in it", put(0, 0, "inner/../../outside"), "has '..' in it"),
        asking("PUT into a link", put(0, 0, "away"), "away"),
        asking("PUT by way of a link", put(0, 0, "away/inner"), "away"),
        asking("PUT by way of a link, deeper", put(0, 0, "away/new/folder"), "away"),
        asking("PUT into a pipe", put(0, 0, "pipe"), "pipe"),
        WrongWay.to(
            Victim.SERVER,
            "PUT into a new folder of what is outside",
            peer -> peer.say(put(0, 0, "new/folder"), offerOf(file("../f", 5))),
            "has '..' in it"),
        WrongWay.to(
            Victim.SERVER,
            "PUT into a new folder, and the end",
            peer -> peer.say(put(0, 0, "new/folder")).halfClose(),
            "ended before it had said its offer"),
        asking("PUT into a file", put(0, 0, "there"), "there"),
        asking("PUT into what is the receiver's own", put(0, 0, ".hvsock-x"), ".hvsock-"),
        asking("PUT that overwrites as there is not", put(3, 0, ""), "PUT has 3 where less than 3"),
        asking("PUT that resumes as there is not", put(0, 2, ""), "PUT has 2 where less than 2"),
        WrongWay.to(
            Victim.SERVER,
            "PUT of what is outside",
            peer -> peer.say(put(2, 0, "inner"), offerOf(file("../there", 5))),
            "the path '../there' has '..' in it"),
        WrongWay.to(
            Victim.SERVER,
            "PUT over a file, which the server does not allow",
            WrongClients::overwrites,
            "served"),
        WrongWay.to(
            Victim.SERVER,
            "PUT of more than is allowed",
            peer -> peer.say(put(0, 0, "inner"), Raw.offer(1, Victim.MOST_BYTES + 1)),
            "1048577"),
        WrongWay.to(
            Victim.SERVER,
            "PUT, and the end",
            peer -> peer.say(put(0, 0, "inner")).halfClose(),
            "ended before it had said its offer"),
        WrongWay.to(
                Victim.SERVER,
                "PUT, and silence",
                peer -> peer.say(put(0, 0, "inner")),
                "has not said its offer")
            .soon(),
        WrongWay.to(
                Victim.SERVER,
                "PUT, and silence in the body",
                peer -> peer.say(put(0, 0, "inner")).offered(file("f", 5)),
                "has not said the body")
            .soon(),
        WrongWay.to(
            Victim.SERVER,
            "PUT of a folder in a link",
            peer -> {
              peer.say(put(0, 0, "")).offered(folder("away"), folder("away/new")).hear('S');
              peer.say(Raw.confirmed(Raw.digest(new byte[0]))).halfClose();
            },
            "served"),
        asking("an unknown request", message('Q', u8(0)), "unknown type 81"));
  }

  private static void overwrites(RawPeer peer) throws Exception {
    peer.say(put(2, 0, "")).offered(file("there", 4)).hear('S');
    peer.say(Raw.confirmed(Raw.digest(new byte[0]))).halfClose();
  }
}
