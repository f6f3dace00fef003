package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** Mistakes that the Windows backend could make, and what finds each of them. */
enum StandInMutation {
  IDS_SWAPPED(
      "windows/SocketAddresses",
      """
          write(to, SockaddrHv.VmId, address.vmId());
          write(to, SockaddrHv.ServiceId, address.serviceId());
      """,
      """
          write(to, SockaddrHv.VmId, address.serviceId());
          write(to, SockaddrHv.ServiceId, address.vmId());
      """,
      HypervOnStandInContractTest.class,
      "theSameAddressIsNotListenedAtTwice()",
      "not an address of this machine (WSAEADDRNOTAVAIL)"),

  LONG_OF_EIGHT_BYTES(
      "foreign/CPrototype",
      "case \"BOOL\", \"DWORD\", \"GROUP\", \"ULONG\" -> ValueLayout.JAVA_INT;",
      """
      case "BOOL" -> ValueLayout.JAVA_INT;
      case "DWORD", "GROUP", "ULONG" -> ValueLayout.JAVA_LONG;
      """,
      HypervOnStandInContractTest.class,
      "theSameAddressIsNotListenedAtTwice()",
      "WrongMethodTypeException"),

  OPTION_OF_EIGHT_BYTES(
      "windows/WindowsSocket",
      """
          MemorySegment segment = arena.allocate(JAVA_INT);
          segment.set(JAVA_INT, 0, value);
      """,
      """
          MemorySegment segment = arena.allocate(JAVA_LONG);
          segment.set(JAVA_LONG, 0, value);
      """,
      TcpOnStandInContractTest.class,
      "theSameAddressIsNotListenedAtTwice()",
      "failed (WSAEFAULT)"),

  CONNECT_CONTEXT_SKIPPED(
      "windows/WindowsTransport",
      "socket.becomeConnected(arena);",
      "",
      HypervOnStandInContractTest.class,
      "theClientHalfClosesBeforeItReadsTheReply(dev.hvsock.testing.ThreadKind)",
      "theClientHalfClosesBeforeItReadsTheReply"),

  OVERLAPPED_FREED_BEFORE_IT_IS_CANCELLED(
      "windows/Receiving",
      """
          cancel();
          giveBack();
          release();
      """,
      """
          release();
          cancel();
          giveBack();
      """,
      StandInSlotsProgram.class,
      "",
      "refused: the OVERLAPPED at"),

  CANCELLING_NOT_WAITED_FOR(
      "windows/Operation",
      "mine.await(CANCEL_AGAIN_NANOS);",
      "state = State.IDLE;",
      StandInSlotsProgram.class,
      "",
      "refused: closesocket while WSARecv is in flight"),

  ORDERLY_END_OF_WHAT_WAS_CUT_OFF(
      "windows/Sending",
      "== End.ASKED_FOR && moved != FAILED) {",
      "== End.ASKED_FOR) {",
      StandInEndsProgram.class,
      "",
      "an orderly end ");

  private static final Path CORE =
      Path.of(System.getProperty("basedir", ""), "../hvsock-core/src/main/java/dev/hvsock");

  private final String type;
  private final String original;
  private final String mutant;
  private final Class<?> finder;
  private final String method;
  private final String finding;

  /**
   * Makes one.
   *
   * @param type the class that is mutated
   * @param finder a test class, or a program that the tests run
   * @param method its case that is to fail; empty if it is a program
   * @param finding what that JVM is to say
   */
  StandInMutation(
      String type, String original, String mutant, Class<?> finder, String method, String finding) {
    this.type = type;
    this.original = original;
    this.mutant = mutant;
    this.finder = finder;
    this.method = method;
    this.finding = finding;
  }

  /** The main class, and its arguments, of the JVM that is to fail. */
  List<String> finder() {
    return method.isEmpty()
        ? List.of(finder.getName())
        : List.of(
            "org.junit.platform.console.ConsoleLauncher",
            "execute",
            "--disable-banner",
            "--fail-if-no-tests",
            "--config=" + Watchdog.SECONDS + "=4",
            "--select-method=" + finder.getName() + "#" + method);
  }

  /** What a JVM says that has found it. */
  String finding() {
    return finding;
  }

  /** Compiles the class with the mistake in it, for which its source must offer one place. */
  void compile(Path directory) throws IOException {
    String source = Files.readString(CORE.resolve(type + ".java"));
    Matcher place = place().matcher(source);
    assertEquals(1, place.results().count(), () -> this + " no longer applies to " + type);
    Path mutated = directory.resolve(Path.of(type).getFileName() + ".java");
    Files.writeString(mutated, place.replaceFirst(Matcher.quoteReplacement(mutant)));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-nowarn",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                mutated.toString());
    assertEquals(0, status, () -> this + " does not compile");
  }

  /** Where the original is, however it is indented. */
  private Pattern place() {
    return Pattern.compile(
        original
            .lines()
            .map(line -> Pattern.quote(line.strip()))
            .collect(Collectors.joining("\\s+")));
  }
}
