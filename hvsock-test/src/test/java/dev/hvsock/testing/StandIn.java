package dev.hvsock.testing;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the library of {@code src/test/c/winsock} is told to do, and what it counts, in a JVM in
 * which it stands in for Windows' sockets.
 */
final class StandIn {
  /** The functions, as the library numbers them. */
  enum Call {
    WSA_STARTUP(0),
    WSA_SOCKET(1),
    BIND(2),
    LISTEN(3),
    GETSOCKNAME(4),
    GETPEERNAME(5),
    SETSOCKOPT(6),
    GETSOCKOPT(7),
    SHUTDOWN(8),
    CLOSESOCKET(9),
    WSA_IOCTL(10),
    WSA_RECV(11),
    WSA_SEND(12),
    ACCEPT_EX(13),
    CONNECT_EX(14),
    WSA_GET_OVERLAPPED_RESULT(15),
    CREATE_PORT(16),
    ASSOCIATE(17),
    DEQUEUE(18),
    SET_MODES(19),
    CANCEL(20);

    private final int number;

    Call(int number) {
      this.number = number;
    }
  }

  /** The kinds of overlapped operations, as the library numbers them. */
  enum Kind {
    RECEIVE(0),
    SEND(1),
    ACCEPT(2),
    CONNECT(3);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  /** What happens by the plan, as the library numbers it. */
  enum Fault {
    SHORT_RECEIVE(0),
    SHORT_SEND(1),
    LATE_COMPLETION(2),
    /** An operation that could be done at once is not. */
    PENDS_ANYWAY(3),
    /** An accept or a connect is done at once. */
    AT_ONCE(4),
    /** An operation that is cancelled is done all the same, if it can be. */
    CANCEL_TOO_LATE(5);

    private final int number;

    Fault(int number) {
      this.number = number;
    }
  }

  private static final String PROPERTY = "dev.hvsock.winsock";

  private final SymbolLookup library =
      SymbolLookup.libraryLookup(Path.of(System.getProperty(PROPERTY)), Arena.global());
  private final MethodHandle plan = handle("plan", 3);
  private final MethodHandle planOne = handle("plan_one", 2);
  private final MethodHandle demand = handle("demand", 3);
  private final MethodHandle demandStatus = handle("demand_status", 3);
  private final MethodHandle isDemanded = handle("is_demanded", 2);
  private final MethodHandle injected = handle("injected", 1);
  private final MethodHandle called = handle("called", 1);
  private final MethodHandle openSockets = handle("open_sockets", 0);
  private final MethodHandle operations = handle("operations", 0);

  private MethodHandle handle(String name, int parameters) {
    MemoryLayout[] ints = new MemoryLayout[parameters];
    Arrays.fill(ints, JAVA_INT);
    return Linker.nativeLinker()
        .downcallHandle(
            library.find("standin_" + name).orElseThrow(), FunctionDescriptor.of(JAVA_INT, ints));
  }

  /**
   * Compiles it, or skips the test.
   *
   * @return the options of a JVM in which it is Windows
   */
  static List<String> compile(Path directory) throws Exception {
    assumeTrue(
        System.getProperty("os.arch").equals("amd64"), "the stand-in for Windows is for x86-64");
    Path library = TestLibrary.compile(directory, "winsock", "-fvisibility=hidden");
    return List.of("-Djdk.internal.foreign.CABI=WIN_64", "-D" + PROPERTY + "=" + library);
  }

  /** From now on each kind of fault happens to that many operations in a hundred. */
  void plan(int seed, int percent, int delayMicroseconds) {
    call(plan, seed, percent, delayMicroseconds);
  }

  /** The same, for one kind of fault. */
  void plan(Fault fault, int percent) {
    call(planOne, fault.number, percent);
  }

  /** After {@code after} others, the next call of that function fails with that error, at once. */
  void demand(Call call, int after, int error) {
    call(demand, call.number, after, error);
  }

  /** After {@code after} others, the next operation of that kind completes with that NTSTATUS. */
  void demand(Kind kind, int after, int status) {
    call(demandStatus, kind.number, after, status);
  }

  /** Whether what was demanded is still to come. */
  boolean isDemanded(Call call) {
    return call(isDemanded, call.number, -1) != 0;
  }

  /** Whether what was demanded is still to come. */
  boolean isDemanded(Kind kind) {
    return call(isDemanded, -1, kind.number) != 0;
  }

  /** How often that happened. */
  int injected(Fault fault) {
    return call(injected, fault.number);
  }

  /** How often that function was called. */
  int called(Call call) {
    return call(called, call.number);
  }

  int openSockets() {
    return call(openSockets);
  }

  /** How many operations there are whose completion nobody has dequeued. */
  int operations() {
    return call(operations);
  }

  private static int call(MethodHandle handle, Object... arguments) {
    try {
      return (int) handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
