package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.testing.GuestLab;
import dev.hvsock.testing.GuestLink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All ways in which files go between this machine and a guest joined to it by vhost-device-vsock,
 * with a small tree: whoever listens, and whoever is up first; by a server; by TLS; and who is kept
 * out. All cases share one guest.
 */
@Tag("transfer")
@Timeout(180)
class TransferWaysIT {
  private static final int FILES = 40;
  private static final int LARGEST = 200 << 10;
  private static final String GUEST_FOLDER = "/srv/ways";
  private static final String NO_GREETING =
      "the peer ended before it had said its greeting; try: -v at the other end";

  @TempDir static Path folder;
  private static GuestShell guest;
  private static String listing;
  private static int port = 5000;
  private static int transfers;

  /** Which end is up first. */
  enum First {
    LISTENER,
    CONNECTER
  }

  /** Who sends, who listens, who is up first; but for what all the other cases do. */
  static Stream<Arguments> meetings() {
    return Stream.of(TransferPlace.values())
        .flatMap(
            sender ->
                Stream.of(
                    Arguments.of(sender, sender, First.LISTENER),
                    Arguments.of(sender, sender, First.CONNECTER),
                    Arguments.of(sender, sender.other(), First.CONNECTER)));
  }

  @BeforeAll
  static void boot() throws Exception {
    Installed.assume("openssl", "openssl");
    GuestLab lab = GuestLab.forTest(GuestLink.DEVICE).memoryMiB(1024).limit(Duration.ofMinutes(15));
    guest = TransferScene.boot(lab, TransferScene.tool(folder));
    listing = TreeListing.here(RandomTree.make(folder.resolve("tree"), 62, FILES, LARGEST));
    certify();
    guest.run("mkdir " + GUEST_FOLDER);
    assertMoved(TransferPlace.HOST, TransferPlace.GUEST, First.LISTENER, GUEST_FOLDER);
  }

  @AfterAll
  @SuppressWarnings("SystemOut") // for whoever reads the build's output
  static void end() throws Exception {
    if (guest != null) {
      guest.close();
      System.out.printf(
          "hvsock: [TransferWaysIT]: %d transfers in all ways over %s%n",
          transfers, GuestLink.DEVICE);
    }
  }

  /** Certificates of one CA for both, each for either role, and of another one for a stranger. */
  private static void certify() throws Exception {
    TransferScene.shell(
        """
        cd '%s'
        exec 2>&1
        %s
        certificate host clientAuth,serverAuth
        certificate guest clientAuth,serverAuth
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=stranger -keyout stranger.key -out stranger.pem
        """
            .formatted(folder, DocumentBlock.of("docs/tls.md", "sh", "certificate()")));
  }

  /** The options of who has the certificate of that name. */
  private static String tls(String name) {
    return "--tls --cert %1$s/%2$s.pem --key %1$s/%2$s.key --ca %1$s/ca.pem"
        .formatted(folder, name);
  }

  private static String home(TransferPlace place) {
    return place == TransferPlace.HOST ? folder.toString() : GUEST_FOLDER;
  }

  /** The tree, as it was made or as the guest has got it. */
  private static String tree(TransferPlace place) {
    return home(place) + "/tree";
  }

  /** A folder that is not there, and the port that goes with it. */
  private static String fresh(TransferPlace place) {
    port++;
    return home(place) + "/inbox-" + port;
  }

  /** Starts the tool as the one that listens at ADDRESS. */
  private static TransferEnd listen(TransferPlace place, String command) throws Exception {
    return place.start(guest, words(command, place.listening(guest, port)));
  }

  /** Starts the tool as the one that connects to ADDRESS, at the other place. */
  private static TransferEnd connect(TransferPlace place, String command) throws Exception {
    return place.start(guest, words(command, place.other().reached(guest, port)));
  }

  private static String[] words(String command, String address) {
    return Arrays.stream(command.split(" "))
        .map(word -> word.equals("ADDRESS") ? address : word)
        .toArray(String[]::new);
  }

  private static String done(TransferEnd transfer) throws Exception {
    Tool.End end = transfer.end();
    assertEquals(0, end.code(), end::talk);
    transfers++;
    return end.output();
  }

  private static void assertFailed(TransferEnd transfer, String reason) throws Exception {
    Tool.End end = transfer.end();
    assertEquals(1, end.code(), end::talk);
    assertTrue(end.talk().contains(reason), end::talk);
  }

  private static void assertWhole(TransferPlace place, String tree) throws Exception {
    assertLinesMatch(listing.lines(), place.listing(guest, tree).lines());
  }

  private static void assertUntouched(TransferPlace place, String inbox) throws Exception {
    String look = "if [ -e '%1$s' ]; then find '%1$s' -mindepth 1; fi".formatted(inbox);
    assertEquals("", place.shell(guest, look));
  }

  @ParameterizedTest
  @MethodSource("meetings")
  void whoeverListensAndWhoeverIsUpFirst(TransferPlace sender, TransferPlace listener, First first)
      throws Exception {
    assertMoved(sender, listener, first, fresh(sender.other()));
  }

  private static void assertMoved(
      TransferPlace sender, TransferPlace listener, First first, String inbox) throws Exception {
    String send = "send -v --%s " + tree(sender) + " ADDRESS";
    String receive = "receive -v --%s ADDRESS " + inbox;
    String listening = (sender == listener ? send : receive).formatted("listen");
    String connecting = (sender == listener ? receive : send).formatted("connect --retry 1m");
    if (first == First.LISTENER) {
      try (TransferEnd one = listen(listener, listening)) {
        one.awaitListening();
        done(connect(listener.other(), connecting));
        done(one);
      }
    } else {
      try (TransferEnd one = connect(listener.other(), connecting)) {
        one.await("connecting to ");
        done(listen(listener, listening));
        done(one);
      }
    }
    assertWhole(sender.other(), inbox + "/tree");
  }

  @ParameterizedTest
  @EnumSource
  void aServersClientsPutListAndGet(TransferPlace server) throws Exception {
    TransferPlace client = server.other();
    String back = fresh(client);
    String served = fresh(server);
    server.shell(guest, "mkdir " + served);
    try (TransferEnd serve = listen(server, "serve ADDRESS " + served)) {
      serve.awaitListening();
      done(connect(client, "put " + tree(client) + " ADDRESS by/put"));
      assertWhole(server, served + "/by/put/tree");
      String listed = done(connect(client, "ls ADDRESS by/put"));
      assertTrue(listed.matches("d[rwx-]{9} 0 \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d tree\n"), listed);
      done(connect(client, "get ADDRESS by/put/tree " + back));
      assertWhole(client, back + "/tree");
      serve.signal("TERM");
      assertEquals(143, serve.end().code());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerForReadingTakesNothing(TransferPlace server) throws Exception {
    TransferPlace client = server.other();
    String inbox = fresh(server);
    server.shell(guest, "mkdir " + inbox);
    try (TransferEnd serve = listen(server, "serve --read-only ADDRESS " + inbox)) {
      serve.awaitListening();
      assertFailed(
          connect(client, "put " + tree(client) + " ADDRESS"),
          "the peer refuses: this folder is served for reading only");
      serve.await("for reading only");
      serve.kill();
    }
    assertUntouched(server, inbox);
  }

  @Test
  void aGuestReceivesFromAHostThatItKnows() throws Exception {
    String inbox = fresh(TransferPlace.GUEST);
    try (TransferEnd receive =
            listen(TransferPlace.GUEST, "receive -v " + tls("guest") + " ADDRESS " + inbox);
        TransferEnd send =
            connect(
                TransferPlace.HOST,
                "send -v --retry 1m "
                    + tls("host")
                    + " "
                    + tree(TransferPlace.HOST)
                    + " ADDRESS")) {
      done(send);
      done(receive);
      send.await("who is CN=guest");
      receive.await("who is CN=host");
    }
    assertWhole(TransferPlace.GUEST, inbox + "/tree");
  }

  /** Who gets nowhere does not keep out who may come in. */
  @Test
  void aHostReceivesFromAGuestThatItKnowsAndFromNoOther() throws Exception {
    String inbox = fresh(TransferPlace.HOST);
    String rest = " " + tree(TransferPlace.GUEST) + " ADDRESS";
    try (TransferEnd receive =
        listen(TransferPlace.HOST, "receive -v " + tls("host") + " ADDRESS " + inbox)) {
      receive.awaitListening();
      assertFailed(
          connect(TransferPlace.GUEST, "send " + tls("stranger") + rest),
          "the peer turned this end's certificate away");
      receive.await("no CA that is trusted here has signed the peer's certificate");
      assertFailed(connect(TransferPlace.GUEST, "send" + rest), NO_GREETING);
      receive.await("the peer speaks no TLS");
      assertUntouched(TransferPlace.HOST, inbox);
      done(connect(TransferPlace.GUEST, "send " + tls("guest") + rest));
      done(receive);
      receive.await("who is CN=guest");
    }
    assertWhole(TransferPlace.HOST, inbox + "/tree");
  }

  @Test
  void aGuestThatTheCaDoesNotKnowIsSentNothing() throws Exception {
    String inbox = fresh(TransferPlace.GUEST);
    try (TransferEnd receive =
        listen(TransferPlace.GUEST, "receive " + tls("stranger") + " ADDRESS " + inbox)) {
      receive.awaitListening();
      assertFailed(
          connect(
              TransferPlace.HOST,
              "send " + tls("host") + " " + tree(TransferPlace.HOST) + " ADDRESS"),
          "no CA that is trusted here has signed the peer's certificate");
      receive.await("the peer turned this end's certificate away");
      assertUntouched(TransferPlace.GUEST, inbox);
      receive.kill();
    }
  }

  /** The host's CID is 2, and {@code host} its name. */
  @Test
  void aGuestThatAllowsItsHostReceivesFromIt() throws Exception {
    String inbox = fresh(TransferPlace.GUEST);
    try (TransferEnd receive =
            listen(TransferPlace.GUEST, "receive --allow-cid 42,host ADDRESS " + inbox);
        TransferEnd send =
            connect(
                TransferPlace.HOST, "send --retry 1m " + tree(TransferPlace.HOST) + " ADDRESS")) {
      done(send);
      done(receive);
    }
    assertWhole(TransferPlace.GUEST, inbox + "/tree");
  }

  @Test
  void aGuestThatAllowsItsHostServesIt() throws Exception {
    String inbox = fresh(TransferPlace.HOST);
    try (TransferEnd serve =
        listen(TransferPlace.GUEST, "serve --allow-cid 2 ADDRESS " + GUEST_FOLDER)) {
      done(connect(TransferPlace.HOST, "get --retry 1m ADDRESS tree " + inbox));
      serve.kill();
    }
    assertWhole(TransferPlace.HOST, inbox + "/tree");
  }

  @ParameterizedTest
  @CsvSource({"receive,send", "serve,put"})
  void aGuestThatAllowsOthersTurnsItsHostAway(String taker, String giver) throws Exception {
    String inbox = fresh(TransferPlace.GUEST);
    guest.run("mkdir " + inbox);
    try (TransferEnd turning =
        listen(TransferPlace.GUEST, taker + " -v --allow-cid 42,local ADDRESS " + inbox)) {
      turning.awaitListening();
      assertFailed(
          connect(TransferPlace.HOST, giver + " " + tree(TransferPlace.HOST) + " ADDRESS"),
          NO_GREETING);
      turning.await("was turned away, its CID is not among those allowed");
      turning.kill();
    }
    assertUntouched(TransferPlace.GUEST, inbox);
  }
}
