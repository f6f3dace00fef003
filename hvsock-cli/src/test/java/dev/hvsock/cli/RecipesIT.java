package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.testing.GuestLab;
import dev.hvsock.testing.GuestLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/recipes.md shows, run as it stands there, on this machine and in a guest joined to it
 * by vhost-device-vsock, with the real OpenSSH, rsync and git. All cases share one guest.
 */
@Tag("transfer")
@Timeout(300)
class RecipesIT {
  private static final String DOCUMENT = "docs/recipes.md";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> ran = new ArrayList<>();

  /**
   * A server of ssh that is not installed, over the guest's root, with a key of its own; and a home
   * that is the guest's. The host's settings and keys of ssh are covered.
   */
  private static final String GUEST =
      """
      tar -C "$SERVER" -c . | tar -C / -x --keep-directory-symlink
      mount -t tmpfs -o mode=755 ssh /etc/ssh
      printf '%s\\n' 'ListenAddress 127.0.0.1' 'Subsystem sftp /usr/lib/openssh/sftp-server' >/etc/ssh/sshd_config
      ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
      sed -i '/^sshd:/d; s|^root:.*|root:*:0:0:root:/run/root:/bin/bash|' /etc/passwd
      echo 'sshd:x:30022:65534::/run/sshd:/usr/sbin/nologin' >>/etc/passwd
      mkdir -p -m 755 /run/root /run/sshd
      /usr/sbin/sshd
      export HOME=/run/root
      cd
      """;

  /** OpenSSH looks for its files where the password file says that home is, not at $HOME. */
  private static final String AT_HOME =
      """
      #!/bin/sh
      exec "/usr/bin/${0##*/}" -F ~/.ssh/config -o UserKnownHostsFile="$HOME/.ssh/known_hosts" \\
        -o IdentityFile="$HOME/.ssh/id_ed25519" -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o BatchMode=yes "$@"
      """;

  /** What the recipes carry: names, modes and times of many kinds, and 8 MiB. */
  private static final String PROJECT =
      """
      mkdir -p 'project/src/a folder' project/empty
      for i in $(seq 40); do
        head -c $((i * 997)) /dev/urandom >"project/src/a folder/file $i"
        touch -d "2001-02-03 04:05:06.$i" "project/src/a folder/file $i"
      done
      head -c 8M /dev/urandom >project/large
      : >project/nothing
      echo 'naïve' >'project/Übung 漢字 🎈'
      echo '#!/bin/sh' >project/run
      chmod 750 project/run
      chmod 400 project/nothing
      ln -s ../run project/src/link
      touch -d '1999-12-31 23:59:59' project/empty project/large
      """;

  @TempDir static Path folder;
  private static Path home;
  private static GuestShell guest;

  @BeforeAll
  static void boot() throws Exception {
    GuestLab lab = GuestLab.forTest(GuestLink.DEVICE).memoryMiB(1024).limit(Duration.ofMinutes(10));
    for (String program : List.of("ssh", "scp", "sftp", "rsync", "git")) {
      Installed.assume(program, "openssh-client rsync git");
    }
    Path server = GuestLab.folder().resolve("openssh-server");
    Installed.assume(
        Files.isExecutable(server.resolve("usr/sbin/sshd")),
        "no server of ssh in " + server + "; try: hvsock-test/lab/setup");
    home = Files.createDirectories(folder.resolve("home"));
    PackedTool packed = PackedTool.in(Files.createDirectory(folder.resolve("packed")));
    Path tool = packed.asProgram(folder.resolve("bin"));
    String path = tool.getParent() + ":" + System.getenv("PATH");
    lab = lab.environment("PATH", path).environment("SERVER", server.toString());
    guest = GuestShell.prepare(lab, GUEST, tool);
    guest.guest().boot();
    prepareHome();
    inGuest("tcp://127.0.0.1:22");
    inGuest("authorized_keys");
    onHost("host_key");
    assertEquals("guest\n", onHost("Host guest"));
    ran.add("ssh");
  }

  private static void program(Path at, String name, String script) throws IOException {
    Path program = Files.createDirectories(at).resolve(name);
    Files.writeString(program, script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void prepareHome() throws Exception {
    Files.createDirectory(home.resolve(".ssh"));
    for (String program : List.of("ssh", "scp", "sftp")) {
      program(folder.resolve("at-home"), program, AT_HOME);
    }
    bash("ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519\n" + PROJECT);
  }

  private static String inGuest(String word) throws Exception {
    return guest.run(block("in the guest", word));
  }

  private static String onHost(String word) throws Exception {
    return bash(forHost(word));
  }

  /** The host's blocks name the guest as a host with AF_VSOCK would. */
  private static String forHost(String word) throws IOException {
    return block("on the host", word)
        .replace("vsock://42:", prefix(guest.guest().address(22)))
        .replace("vsock://any:", prefix(guest.guest().hostAddress(22)));
  }

  private static String prefix(Address address) {
    String text = address.toString();
    return text.substring(0, text.lastIndexOf(':') + 1);
  }

  private static String block(String place, String word) throws IOException {
    List<String> blocks =
        DocumentBlock.all(DOCUMENT, "sh").stream()
            .filter(block -> block.startsWith("# " + place + "\n") && block.contains(word))
            .toList();
    assertEquals(1, blocks.size(), place + ", with " + word);
    return blocks.getFirst();
  }

  private static String bash(String script) throws Exception {
    Tool.End end = end(script);
    assertEquals(0, end.code(), () -> script + "\n" + end.output() + end.talk());
    return end.output();
  }

  private static Tool.End end(String script) throws Exception {
    try (Tool program = Tool.program(bashOf(script))) {
      return program.end(PATIENCE);
    }
  }

  private static ProcessBuilder bashOf(String script) {
    ProcessBuilder bash = new ProcessBuilder("bash", "-e", "-c", script).directory(home.toFile());
    Map<String, String> environment = bash.environment();
    environment.put("HOME", home.toString());
    environment.put("PATH", folder + "/at-home:" + folder + "/bin:" + System.getenv("PATH"));
    for (String role : List.of("AUTHOR", "COMMITTER")) {
      environment.put("GIT_" + role + "_NAME", "host");
      environment.put("GIT_" + role + "_EMAIL", "host@localhost");
    }
    return bash;
  }

  private static String project() throws Exception {
    return TreeListing.here(home.resolve("project"));
  }

  private static void assertSame(String listing, String... others) {
    for (String other : others) {
      assertLinesMatch(listing.lines(), other.lines());
    }
  }

  @AfterAll
  @SuppressWarnings("SystemOut") // for whoever reads the build's output
  static void end() throws IOException {
    if (guest != null) {
      guest.close();
    }
    System.out.printf(
        "hvsock: [RecipesIT]: %s ran between host and guest over %s%n", ran, GuestLink.DEVICE);
  }

  @Test
  void sshWithoutTcp() throws Exception {
    inGuest("sshd -i");
    assertEquals("guest\n", onHost("root@guest hostname"));
    onHost("by-rsync-2222");
    assertSame(project(), TreeListing.inGuest(guest, "/srv/by-rsync-2222"));
    ran.add("ssh by sshd -i, rsync -e");
  }

  @Test
  void scp() throws Exception {
    onHost("scp -p");
    assertPlainlySame("by-scp");
    ran.add("scp");
  }

  @Test
  void sftp() throws Exception {
    onHost("sftp -b");
    assertPlainlySame("by-sftp");
    ran.add("sftp");
  }

  /** But for what the protocol does not carry: links, and less than a second. */
  private static void assertPlainlySame(String name) throws Exception {
    assertSame(
        plain(project()),
        plain(TreeListing.inGuest(guest, "/srv/" + name)),
        plain(TreeListing.here(home.resolve("back-" + name))));
  }

  private static String plain(String listing) {
    return listing.replaceAll("(?m)^.*src/link.*\n", "").replaceAll("(?m)(\t\\d+)\\.\\d+$", "$1");
  }

  @Test
  void rsync() throws Exception {
    onHost("guest:/srv/by-rsync/");
    assertSame(
        project(),
        TreeListing.inGuest(guest, "/srv/by-rsync"),
        TreeListing.here(home.resolve("back-by-rsync")));
    ran.add("rsync");
    backUp();
    ran.add("rsync from guest to host");
  }

  /** A server that is not root's changes links so that they lead nowhere. */
  private static void backUp() throws Exception {
    try (Tool server = Tool.program(bashOf(forHost("rsyncd.conf") + "wait"))) {
      inGuest("rsync://host/backup/");
      assertTrue(server.isAlive());
    }
    String backup = TreeListing.here(home.resolve("backup"));
    assertSame(project(), backup.replace("\t/rsyncd-munged/", "\t"));
  }

  @Test
  void rsyncWithoutSsh() throws Exception {
    inGuest("rsyncd.conf");
    onHost("by-daemon");
    assertSame(
        project(),
        TreeListing.inGuest(guest, "/srv/by-daemon"),
        TreeListing.here(home.resolve("back-by-daemon")));
    guest.run("mkdir /srv/full; mount -t tmpfs -o size=1m full /srv/full");
    Tool.End full = end(forHost("by-daemon").replace("by-daemon", "full"));
    assertTrue(full.code() != 0 && full.talk().contains("No space left"), full::toString);
    ran.add("rsync without ssh");
  }

  @Test
  void git() throws Exception {
    inGuest("git init");
    onHost("git clone");
    assertEquals("hello, guest\n", guest.run("git --git-dir=/srv/project.git show main:greeting"));
    ran.add("git");
  }

  @Test
  void tar() throws Exception {
    inGuest("/srv/by-tar");
    onHost("tar -c");
    assertSame(project(), TreeListing.inGuest(guest, "/srv/by-tar/project"));
    ran.add("tar");
  }
}
