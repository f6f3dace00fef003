package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.TransportStatus;
import dev.hvsock.UnixAddress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the tool says and tells its caller when it cannot do what it was asked. */
@Timeout(60)
final class ExitCodeTest {
  @TempDir Path folder;

  /** Runs the tool in this process, for what ends before any byte moves. */
  static Tool.End run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine(StandardStreams.ofProcess(), arguments)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Tool.End(code, out.toString(), err.toString().strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "| Missing required subcommand",
        "conect vsock://42:1| did you mean: connect",
        "connect| Missing required parameter: 'ADDRESS'",
        "connect vsock://42| the port is missing; try: vsock://42:5000",
        "connect http://x| it must begin with vsock://",
        "connect vsock://any:5| 'any' is for listening; try: a CID and a port",
        "connect hybrid:/run/vm.vsock| the port is missing; try: hybrid:/run/vm.vsock:5000",
        "listen hybrid:/run/vm.vsock:any| no monitor chooses a port; try: a number",
        "listen --allow-cid=3 hybrid:/x:1| only vsock peers have a CID to allow",
        "connect framed:| address 'framed:': after 'framed:', it must begin with vsock://",
        "connect framed:framed:unix:/x| framed:unix:/x is framed already; try: 'framed:' once",
        "listen --allow-cid=3 framed:unix:/x| only vsock peers have a CID to allow",
        "connect --timeout=soon unix:/x| 'soon' is not a duration; try: 500ms, 2s, 1m30s",
        "connect --retri=1s unix:/x| Unknown option: '--retri=1s'",
        "listen --keep unix:/x| --keep needs --exec, --echo or --discard",
        "listen --echo --discard unix:/x| mutually exclusive",
        "listen --max-flows=0 unix:/x| max flows 0 is not positive",
        "forward unix:/x| Missing required parameter: 'TO'",
        "forward --allow-cid=3 tcp://127.0.0.1:0 unix:/x| only vsock peers have a CID to allow",
        "forward --allow-cid=guest vsock://any:1 unix:/x| CID 'guest' is not a number",
        "demo /does/not/exist| '/does/not/exist' does not exist",
        "demo /| '/' is not a file that you may read",
        "perf| Missing required subcommand",
        "perf pin| did you mean: ping",
        "perf sink| Missing required parameter: 'ADDRESS'",
        "perf sink --buffer=0 unix:/x| '0' is not a size; try: 64, 256K",
        "perf sink --buffer=2G unix:/x| --buffer 2147483648 is more than 1073741824",
        "perf sink --allow-cid=3 unix:/x| only vsock peers have a CID to allow",
        "perf source --bytes=-1 unix:/x| '-1' is not a size",
        "perf echo --buffer-size=2G unix:/x| buffer size 2147483648 is not in 1 to",
        "perf echo --threads=green unix:/x| expected one of [platform, virtual]",
        "perf ping --count=0 unix:/x| --count 0 is not in 1 to 10000000",
        "perf ping --size=65K unix:/x| --size 66560 is more than 65536",
        "perf ping vsock://any:5| 'any' is for listening",
        "perf flows --count=-1 unix:/x| --count -1 is not in 1 to",
        "perf flows vsock://any:5| 'any' is for listening",
        "send| Missing required parameter: 'PATH... ADDRESS'",
        "send unix:/x| nothing is named that could go to unix:/x",
        "send / /tmp| address '/tmp': it must begin with vsock://",
        "send unix:/x /tmp| the address comes after the paths, but 'unix:/x' comes before '/tmp'",
        "send unix:/x unix:/y| the address comes after the paths",
        "send /does/not/exist unix:/x| '/does/not/exist': there is no such file or folder",
        "send /tmp /tmp/ unix:/x| '/tmp' and '/tmp/' have one name; try: one after the other",
        "send --patience=0s /tmp unix:/x| --patience is for a millisecond or more",
        "send --limit-rate=1K /tmp unix:/x| --limit-rate 1024 is less than 4096 bytes a second",
        "send --allow-cid=3 /tmp unix:/x| --allow-cid and --max-flows are for who listens",
        "send --listen --retry=1s /tmp unix:/x| --retry and --handshake-timeout are for who connects",
        "send --listen --connect /tmp unix:/x| mutually exclusive",
        "send --listen --allow-cid=3 /tmp unix:/x| only vsock peers have a CID to allow",
        "receive /tmp unix:/x| address '/tmp': it must begin with vsock://",
        "receive unix:/x| Missing required parameter: 'DIR'",
        "receive unix:/x /etc/hostname| '/etc/hostname' is not a folder",
        "receive unix:/x /etc/hostname/x/y| '/etc/hostname/x/y': '/etc/hostname' is not a folder",
        "receive --dry-run unix:/x /etc/hostname/x| '/etc/hostname' is not a folder; try: another",
        "receive --patience=0 unix:/x /tmp| --patience is for a millisecond or more; try: --patience",
        "receive --limit-rate 1M unix:/x /tmp| Unknown option: '--limit-rate'",
        "receive --max-files=0 unix:/x /tmp| --max-files 0 is not in 1 to",
        "receive --max-bytes=no unix:/x /tmp| 'no' is not a size",
        "receive --overwrite=yes unix:/x /tmp| expected one of [never, older, always], but 'yes'",
        "receive --keep --connect unix:/x /tmp| --keep is for who listens",
        "receive --keep --timeout=1s unix:/x /tmp| --timeout is for one flow",
        "serve unix:/x /does/not/exist| '/does/not/exist': there is no such folder to serve",
        "serve unix:/x /etc/hostname| '/etc/hostname' is not a folder",
        "serve --patience=0 unix:/x /tmp| --patience is for a millisecond or more",
        "serve --resume unix:/x /tmp| Unknown option: '--resume'",
        "get unix:/x| Missing required parameter: 'PATH... DIR'",
        "get unix:/x etc /etc/hostname/x| '/etc/hostname' is not a folder",
        "get --patience=0 unix:/x etc /tmp| --patience is for a millisecond or more",
        "get unix:/x etc| either PATH or DIR is missing after the address",
        "get unix:/x ../etc /tmp| '../etc': nothing above the folder that is served",
        "get etc unix:/x /tmp| address 'etc': it must begin with vsock://",
        "get unix:/x etc /etc/hostname| '/etc/hostname' is not a folder",
        "put| Missing required parameter: 'PATH... ADDRESS [DEST]'",
        "put unix:/x /tmp| nothing is named that could go to unix:/x",
        "put /tmp /etc| address '/etc': it must begin with vsock://",
        "put unix:/x /tmp /etc| the address comes after the paths",
        "put /tmp unix:/x ../etc| '../etc': nothing above the folder that is served",
        "put /tmp /tmp/. /tmp unix:/x| '/tmp' and '/tmp' have one name",
        "ls --patience=0 unix:/x| --patience is for a millisecond or more",
        "ls /tmp| address '/tmp': it must begin with vsock://",
        "ls unix:/x ..| '..': nothing above the folder that is served",
        "completion fish| expected one of [bash, zsh]",
      })
  void misuseIs2(String arguments, String reason) {
    Tool.End end = run(arguments == null ? new String[0] : arguments.split(" "));
    assertEquals(2, end.code(), end.talk());
    assertEquals("", end.output());
    assertTrue(end.talk().contains(reason), end.talk());
    assertTrue(end.talk().lines().allMatch(line -> line.startsWith("hvsock: ")), end.talk());
  }

  @Test
  void anEmptyPathIs2() {
    for (List<String> arguments :
        List.of(
            List.of("send", "", "unix:/x"),
            List.of("put", "", "unix:/x"),
            List.of("put", "/tmp", "unix:/x", ""),
            List.of("receive", "unix:/x", ""),
            List.of("receive", "--connect", "unix:/x", ""),
            List.of("get", "unix:/x", "", "/tmp"),
            List.of("get", "unix:/x", ".", ""),
            List.of("ls", "unix:/x", ""),
            List.of("serve", "unix:/x", ""))) {
      Tool.End end = run(arguments.toArray(String[]::new));
      assertEquals(2, end.code(), end.talk());
      assertTrue(end.talk().contains("an empty path names nothing; try: . for the"), end.talk());
    }
  }

  @Test
  void aFolderThatMayNotBeUsedIs2() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(closed), "root may do everything");
    Tool.End receive = run("receive", "unix:/x", closed.resolve("a/b").toString());
    assertEquals(2, receive.code(), receive.talk());
    assertTrue(receive.talk().contains(": you may not write to '" + closed), receive.talk());
    Tool.End serve = run("serve", "unix:/x", closed.toString());
    assertEquals(2, serve.code(), serve.talk());
    assertTrue(serve.talk().contains("you may not read '" + closed), serve.talk());
  }

  @Test
  void whatThisMachineCannotDoIs3() throws Exception {
    Assumptions.assumeFalse(
        Hvsock.transports().stream()
            .filter(status -> status.transport().equals("vsock loopback"))
            .anyMatch(TransportStatus::isAvailable),
        "this machine has a vsock loopback; try: modprobe -r vsock_loopback");
    Tool.End end = Tool.run(new byte[0], "connect", "vsock://local:9");
    assertEquals(3, end.code());
    assertEquals(1, end.talk().lines().count());
    assertTrue(end.talk().endsWith("; try: modprobe vsock_loopback"), end.talk());
  }

  @Test
  void waitingTooLongIs4() throws Exception {
    Tool.End end = run("listen", "--timeout=50ms", "unix:" + folder.resolve("s"));
    assertEquals(4, end.code());
    assertTrue(end.talk().endsWith("timed out after 50 ms (ETIMEDOUT)"), end.talk());

    Address full = UnixAddress.of(folder.resolve("full"));
    try (Listener listener = Hvsock.listen(full, options -> options.backlog(1));
        Flow one = Hvsock.connect(full, options -> options.closeTimeout(Duration.ZERO));
        Flow two = Hvsock.connect(full, options -> options.closeTimeout(Duration.ZERO))) {
      Tool.End connect = run("connect", "--timeout=50ms", listener.localAddress().toString());
      assertEquals(4, connect.code());
      assertTrue(one.isOpen() && two.isOpen());
    }
  }

  @Test
  void nobodyListeningIs5() {
    Tool.End end = run("connect", "unix:" + folder.resolve("s"));
    assertEquals(5, end.code());
    assertTrue(end.talk().startsWith("hvsock: connect unix:"), end.talk());
    assertEquals(5, run("connect", "--retry=100ms", "unix:" + folder.resolve("s")).code());
    for (String line : List.of("send / %s", "receive --connect %s .", "get %s . .", "ls %s")) {
      Tool.End transfer = run(line.formatted("unix:" + folder.resolve("s")).split(" "));
      assertEquals(5, transfer.code(), line);
      assertTrue(transfer.talk().startsWith("hvsock: connect unix:"), transfer.talk());
    }
    assertEquals(5, run("connect", "tcp://127.0.0.1:1").code());
    assertEquals(
        ExitCode.NOBODY_LISTENING,
        ExitCode.of(new UnknownHostException("no name server is asked")));
  }

  @Test
  void anAddressInUseIs1() throws Exception {
    Address taken = UnixAddress.of(folder.resolve("s"));
    try (Listener listener = Hvsock.listen(taken)) {
      Tool.End end = run("listen", listener.localAddress().toString());
      assertEquals(1, end.code());
      assertTrue(end.talk().contains("the path exists already (EADDRINUSE)"), end.talk());
      assertFalse(end.talk().contains("\tat "), "a failure like this needs no stack trace");
    }
  }

  @Test
  void everyCodeIsDocumentedInEveryHelp() {
    for (String command :
        List.of(
            "connect",
            "listen",
            "forward",
            "send",
            "receive",
            "serve",
            "get",
            "put",
            "ls",
            "doctor",
            "demo",
            "perf",
            "perf sink",
            "perf source",
            "perf echo",
            "perf ping",
            "perf flows")) {
      Tool.End end = run((command + " --help").split(" "));
      assertEquals(0, end.code());
      for (ExitCode exit : ExitCode.values()) {
        assertTrue(end.output().contains("\n  " + exit.code() + " "), end.output());
      }
      assertTrue(end.output().lines().allMatch(line -> line.length() <= 100), end.output());
    }
  }
}
