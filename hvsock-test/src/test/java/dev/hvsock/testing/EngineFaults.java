package dev.hvsock.testing;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** What {@code faults.c} is told to do, in a JVM that calls it instead of the C library. */
final class EngineFaults {
  /** The kinds of calls, as {@code faults.c} numbers them. */
  enum Call {
    RECV(0),
    SEND(1),
    ACCEPT4(2),
    CONNECT(3),
    POLL(4),
    EPOLL_WAIT(5),
    SPLICE(6);

    private final int number;

    Call(int number) {
      this.number = number;
    }
  }

  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EMFILE = 24;
  static final int EPIPE = 32;
  static final int ECONNABORTED = 103;
  static final int ECONNRESET = 104;
  static final int ENOBUFS = 105;

  private final MethodHandle plan;
  private final MethodHandle demand;
  private final MethodHandle pending;
  private final MethodHandle injected;
  private final MethodHandle delay;
  private final MethodHandle connects;

  EngineFaults() {
    SymbolLookup library =
        SymbolLookup.libraryLookup(Path.of(System.getProperty("dev.hvsock.libc")), Arena.global());
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor twoNumbers = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT);
    plan = linker.downcallHandle(library.find("faults_plan").orElseThrow(), twoNumbers);
    demand = linker.downcallHandle(library.find("faults_demand").orElseThrow(), twoNumbers);
    delay =
        linker.downcallHandle(
            library.find("faults_delay").orElseThrow(), FunctionDescriptor.ofVoid(JAVA_INT));
    connects =
        linker.downcallHandle(
            library.find("faults_connects").orElseThrow(), FunctionDescriptor.of(JAVA_INT));
    pending =
        linker.downcallHandle(
            library.find("faults_pending").orElseThrow(),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    injected =
        linker.downcallHandle(
            library.find("faults_injected").orElseThrow(),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  }

  /** From now on that many calls in a hundred go wrong. */
  void plan(int seed, int percentage) throws Throwable {
    plan.invokeExact(seed, percentage);
  }

  /** The next call of that kind, in whichever thread, fails with that error. */
  void demand(Call call, int error) throws Throwable {
    demand.invokeExact(call.number, error);
  }

  /** Whether no call of that kind has failed as it was demanded. */
  boolean isPending(Call call) throws Throwable {
    return (int) pending.invokeExact(call.number) != 0;
  }

  /** From now on every fourth {@code recv} waits up to that long before it begins. */
  void delay(int microseconds) throws Throwable {
    delay.invokeExact(microseconds);
  }

  /** How often {@code connect} was called. */
  int connects() throws Throwable {
    return (int) connects.invokeExact();
  }

  /** How many calls of that kind went wrong by the plan. */
  int injected(Call call) throws Throwable {
    return (int) injected.invokeExact(call.number);
  }

  /**
   * Compiles it, or skips the test.
   *
   * @return the option of a JVM that is to call it
   */
  static String compile(Path directory) throws Exception {
    return "-Ddev.hvsock.libc=" + TestLibrary.compile(directory, "faults.c");
  }
}
