package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The meter beside the system's own sums. */
@Timeout(60)
final class ProcessMeterTest {
  private static final Duration WORK = Duration.ofMillis(300);
  private static final int SLEEPS = 100;

  private static Duration processCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  /** Keeps a CPU busy until the system says that this process took so much. */
  private static void work() {
    Duration end = processCpu().plus(WORK);
    while (processCpu().compareTo(end) < 0) {
      Thread.onSpinWait();
    }
  }

  private static void sleepOften() {
    try {
      for (int i = 0; i < SLEEPS; i++) {
        TimeUnit.MICROSECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What is used until the work is done; its thread has ended then, or waits. */
  private static ProcessUsage usage(boolean ended, Runnable work) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    ProcessMeter meter = ProcessMeter.start();
    Thread worker =
        Thread.ofPlatform()
            .start(
                () -> {
                  work.run();
                  done.countDown();
                  try {
                    over.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    done.await();
    if (ended) {
      over.countDown();
      worker.join();
    }
    ProcessUsage usage = meter.read();
    over.countDown();
    worker.join();
    return usage;
  }

  @Test
  void whatOpensAndCannotBeReadSaysNothing() {
    assertEquals("", ProcFile.text("/proc/self"));
  }

  @Test
  void cpuTimeOfAThreadThatIsThere() throws Exception {
    Duration before = processCpu();
    ProcessUsage usage = usage(false, ProcessMeterTest::work);
    Duration most = processCpu().minus(before);
    assertTrue(usage.cpuSeconds() > 0.8 * WORK.toMillis() / 1e3, usage::toString);
    assertTrue(usage.cpuSeconds() < most.toMillis() / 1e3 + 0.05, () -> usage + " of " + most);
    assertTrue(usage.seconds() >= usage.cpuSeconds() / processors(), usage::toString);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Test
  void cpuTimeOfAThreadThatHasEnded() throws Exception {
    ProcessUsage usage = usage(true, ProcessMeterTest::work);
    assertTrue(usage.cpuSeconds() > 0.8 * WORK.toMillis() / 1e3, usage::toString);
  }

  @Test
  void wakeUpsOfAThreadThatIsThere() throws Exception {
    ProcessUsage usage = usage(false, ProcessMeterTest::sleepOften);
    assertTrue(usage.wakeUps().orElseThrow() >= SLEEPS, usage::toString);
    assertEquals(
        usage.wakeUps().getAsLong() / 2.0, usage.wakeUpsPer(2).orElseThrow().doubleValue());
  }

  /** What it had slept before counts no more, and is not taken from what the others do. */
  @Test
  void aThreadThatEndsMakesNothingNegative() throws Exception {
    CountDownLatch slept = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread sleeper =
        Thread.ofPlatform()
            .start(
                () -> {
                  sleepOften();
                  work();
                  slept.countDown();
                  try {
                    over.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    slept.await();
    ProcessMeter meter = ProcessMeter.start();
    over.countDown();
    sleeper.join();
    ProcessUsage usage = meter.read();
    assertTrue(usage.wakeUps().orElseThrow() >= 0, usage::toString);
    assertTrue(usage.cpuSeconds() >= 0, usage::toString);
  }
}
