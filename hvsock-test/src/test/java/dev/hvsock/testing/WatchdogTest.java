package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

class WatchdogTest {

  /** Run by the tests below only: JUnit finds it when asked for by name. */
  @ExtendWith(Watchdog.class)
  static class Patients {
    private static void hang() throws InterruptedException {
      new CountDownLatch(1).await();
    }

    @Case
    void hangs(ThreadKind threads) throws InterruptedException {
      assertEquals(threads == ThreadKind.VIRTUAL, Thread.currentThread().isVirtual());
      hang();
    }

    @Test
    void hangsForAnother() throws Exception {
      ThreadKind.VIRTUAL.start(Patients::hang).get();
    }

    @TestFactory
    Stream<DynamicTest> hangsDynamically() {
      return Stream.of(DynamicTest.dynamicTest("one", Patients::hang));
    }

    @Test
    void cannotBeInterrupted() {
      while (!spunLongEnough()) {
        Thread.onSpinWait();
      }
    }

    private static final long START = System.nanoTime();

    private static boolean spunLongEnough() {
      return System.nanoTime() - START > 3_000_000_000L;
    }

    @Case
    void passes(ThreadKind threads) {
      assertEquals(threads == ThreadKind.VIRTUAL, Thread.currentThread().isVirtual());
    }

    @Test
    void fails() {
      throw new IllegalStateException("its own");
    }
  }

  private static Runs run(String method) {
    return Runs.of(Patients.class, method, Map.of(Watchdog.SECONDS, "0.5"));
  }

  @Test
  void aTestThatHangsFailsWithADumpAndIsInterrupted() {
    Runs runs = run("hangs(dev.hvsock.testing.ThreadKind)");
    assertEquals(2, runs.finished());
    assertEquals(2, runs.failures().size());
    for (Throwable failure : runs.failures()) {
      assertDumped(failure, "Patients.hang");
      assertTrue(failure.getSuppressed()[0] instanceof InterruptedException);
    }
  }

  private static void assertDumped(Throwable failure, String frame) {
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("still ran after 500 ms"), message);
    assertTrue(message.contains(frame), message);
  }

  @Test
  void theDumpHasTheVirtualThreadsThatTheTestStarted() {
    Throwable failure = run("hangsForAnother").failures().get(0);
    assertDumped(failure, "Patients.hang");
    assertDumped(failure, "virtual");
  }

  @Test
  void dynamicTestsAreWatchedToo() {
    assertDumped(run("hangsDynamically").failures().get(0), "Patients.hang");
  }

  @Test
  void aTestThatCannotBeInterruptedIsLeftBehind() {
    Throwable failure = run("cannotBeInterrupted").failures().get(0);
    assertDumped(failure, "Patients.cannotBeInterrupted");
    assertTrue(failure.getSuppressed()[0].toString().contains("although it was interrupted"));
  }

  @Test
  void aTestThatEndsInTimeEndsAsItDoes() {
    assertEquals(List.of(), run("passes(dev.hvsock.testing.ThreadKind)").failures());
    Runs failed = run("fails");
    assertEquals(1, failed.failures().size());
    assertEquals("its own", failed.failures().get(0).getMessage());
  }
}
