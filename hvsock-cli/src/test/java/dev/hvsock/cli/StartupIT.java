package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.testing.GuestLab;
import dev.hvsock.testing.GuestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long the tool takes to start, compared with a Java hello world of the same run; prints the
 * table. The bounds leave a machine that is busy with other things some slack.
 */
@Tag("dist")
@Timeout(600)
class StartupIT {
  private static final double MOST_FOR_VERSION = 2.5;
  private static final double MOST_FOR_CONNECT = 4;

  @TempDir Path folder;

  @Test
  void onThisMachine() throws Exception {
    Installed.assume("python3", "python3");
    Distribution distribution = Distribution.unpacked(Files.createDirectory(folder.resolve("d")));
    String java = uncached();
    String launcher = Path.of("..").toRealPath().resolve("hvsock").toString();
    String table =
        table(
            List.of(
                "python3",
                script(),
                "15",
                "Java hello world=" + Distribution.hello(folder),
                "version, no cache=" + java + " --version",
                "version, ./hvsock=" + launcher + " --version",
                "version, distribution=" + distribution.tool() + " --version",
                "connect, no cache=connect: " + java,
                "connect, ./hvsock=connect: " + launcher,
                "connect, distribution=connect: " + distribution.tool()));
    report("this machine", distribution, table);
    check(table);
  }

  /** Where no Java is but the distribution's own; measured before it goes away. */
  @Test
  void inAGuestWithoutJava() throws Exception {
    Optional<String> missing = GuestLab.missing();
    if (missing.isPresent() && GuestLab.mode() == GuestLab.Mode.REQUIRED) {
      Assertions.fail("the guest lab is required: " + missing.get());
    }
    Assumptions.assumeTrue(missing.isEmpty(), () -> "no guest lab: " + missing.orElse(""));
    Distribution distribution = Distribution.unpacked(Files.createDirectory(folder.resolve("d")));
    String tool = "/tmp/hvsock-dist/" + distribution.folder().getFileName() + "/bin/hvsock";
    List<String> command =
        List.of(
            "sh",
            "-euc",
            guestScript(),
            "sh",
            distribution.archive().toString(),
            tool,
            script(),
            Distribution.hello(folder),
            uncached(),
            System.getProperty("java.home"));
    try (GuestRun run = GuestLab.open().limit(Duration.ofMinutes(6)).run(command)) {
      assertEquals(0, run.status(), () -> run.stdout() + run.stderr());
      List<String> lines = run.stdout().lines().toList();
      assertTrue(lines.contains("no java here"), run.stdout());
      assertTrue(lines.contains("from its cache"), () -> run.stdout() + run.stderr());
      assertTrue(lines.contains("the digests are equal"), run.stdout());
      String table = String.join("\n", lines.stream().filter(l -> l.startsWith("|")).toList());
      report("an emulated guest", distribution, table);
      check(table);
    }
  }

  private static String guestScript() {
    return """
        archive=$1 tool=$2 script=$3 hello=$4 java=$5 jdk=$6
        export PATH=/usr/bin:/bin
        mkdir /tmp/hvsock-dist
        tar -xzf "$archive" -C /tmp/hvsock-dist
        python3 "$script" 3 "Java hello world=$hello" "version, distribution=$tool --version" \
          "connect, no cache=connect: $java" "connect, distribution=connect: $tool"
        for folder in "$jdk" /usr/lib/jvm; do [ ! -e "$folder" ] || mount -t tmpfs none "$folder"; done
        ! java -version && ! [ -e "$jdk/bin" ] && echo "no java here"
        HVSOCK_JAVA_OPTS=-Xlog:class+load:stdout "$tool" doctor >/tmp/loaded
        grep -q "cli.Main source: shared objects file" /tmp/loaded && echo "from its cache" ||
          HVSOCK_JAVA_OPTS="-Xlog:aot*:stderr" "$tool" doctor
        head -c 20000000 /dev/urandom >/tmp/sent
        "$tool" listen vsock://any:7000 >/tmp/received &
        "$tool" connect --retry 20s vsock://local:7000 </tmp/sent
        wait
        sum() { sha256sum <"$1"; }
        [ "$(sum /tmp/sent)" = "$(sum /tmp/received)" ] && echo "the digests are equal"
        """;
  }

  /** The jar by itself, as the tests run it. */
  private static String uncached() throws Exception {
    Path jar;
    try (var files = Files.list(Path.of("target"))) {
      jar = files.filter(f -> f.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
    return String.join(
        " ",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp",
        jar.toAbsolutePath().toString(),
        Main.class.getName());
  }

  private static String script() {
    return Path.of("src/test/python/startup.py").toAbsolutePath().toString();
  }

  private static String table(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.strip();
  }

  @SuppressWarnings("SystemOut") // for whoever reads the build's output
  private static void report(String where, Distribution distribution, String table)
      throws Exception {
    System.out.printf(
        "hvsock: start-up on %s; %s has %.1f MB%n%s%n",
        where,
        distribution.archive().getFileName(),
        Files.size(distribution.archive()) / 1e6,
        table);
  }

  private static void check(String table) {
    List<String> measured = table.lines().filter(each -> !each.contains("no cache")).toList();
    List<String> slow = new ArrayList<>();
    for (String line : measured) {
      if (line.startsWith("| version") && ratio(line) > MOST_FOR_VERSION) {
        slow.add(line);
      }
      if (line.startsWith("| connect") && ratio(line) > MOST_FOR_CONNECT) {
        slow.add(line);
      }
    }
    assertTrue(measured.stream().anyMatch(each -> each.startsWith("| connect")), table);
    assertEquals(List.of(), slow, table);
  }

  /**
   * How often hello world it is, by the medians or the fastest, of which the smaller counts: what
   * else the machine does disturbs the one or the other.
   */
  private static double ratio(String line) {
    List<String> cells = Pattern.compile("\\|").splitAsStream(line).map(String::strip).toList();
    return Math.min(Double.parseDouble(cells.get(4)), Double.parseDouble(cells.get(5)));
  }
}
