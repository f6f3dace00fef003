package dev.hvsock.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.AssertionFailedError;

/**
 * Fails a test that takes longer than 60 s, with a dump of all threads, the virtual ones included,
 * and interrupts it.
 *
 * <p>Every test runs in a thread of its own, so that one that cannot be interrupted holds nothing
 * up: of the kind that its {@link ThreadKind} parameter says, or a platform thread if it has none.
 * The JUnit configuration parameter or system property {@value #SECONDS} sets another limit, and
 * {@value #DUMP} whether there is a dump.
 */
public final class Watchdog implements InvocationInterceptor {
  /** The name of the parameter that sets the limit, for example 90 or 0.5. */
  public static final String SECONDS = "hvsock.watchdog.seconds";

  /**
   * The name of the parameter that leaves the dump out if it is false. The dump of JDK 25.0.3 has
   * been seen to end the JVM by SIGSEGV, once, while many virtual threads came and went.
   */
  public static final String DUMP = "hvsock.watchdog.dump";

  private static final double STANDARD_SECONDS = 60;
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** Made by JUnit. */
  public Watchdog() {}

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> test,
      ExtensionContext context)
      throws Throwable {
    guard(invocation, test.getArguments(), context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> test,
      ExtensionContext context)
      throws Throwable {
    guard(invocation, test.getArguments(), context);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<@Nullable Void> invocation,
      DynamicTestInvocationContext test,
      ExtensionContext context)
      throws Throwable {
    guard(invocation, List.of(), context);
  }

  private static void guard(
      Invocation<@Nullable Void> invocation, List<Object> arguments, ExtensionContext context)
      throws Throwable {
    ThreadKind kind =
        arguments.contains(ThreadKind.VIRTUAL) ? ThreadKind.VIRTUAL : ThreadKind.PLATFORM;
    Duration limit = limit(context);
    Task<?> test = kind.start(() -> proceed(invocation));
    if (!test.endsWithin(limit.toNanos())) {
      String threads = dumps(context) ? threads() : "not asked for";
      test.interrupt();
      AssertionFailedError failure =
          new AssertionFailedError(
              context.getDisplayName()
                  + " still ran after "
                  + limit.toMillis()
                  + " ms in "
                  + test
                  + "; all threads then:\n"
                  + threads);
      addOutcome(failure, test);
      throw failure;
    }
    test.get();
  }

  private static void proceed(Invocation<@Nullable Void> invocation) throws Exception {
    try {
      invocation.proceed();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionFailedError("the test threw neither an exception nor an error", e);
    }
  }

  /** How the test ends once it is interrupted may tell what it was waiting for. */
  private static void addOutcome(AssertionFailedError failure, Task<?> test)
      throws InterruptedException {
    if (!test.endsWithin(GRACE.toNanos())) {
      failure.addSuppressed(new IllegalStateException("it goes on although it was interrupted"));
      return;
    }
    try {
      test.get();
    } catch (Exception | Error e) {
      failure.addSuppressed(e);
    }
  }

  private static Duration limit(ExtensionContext context) {
    double seconds =
        context.getConfigurationParameter(SECONDS, Double::parseDouble).orElse(STANDARD_SECONDS);
    return Duration.ofMillis((long) (seconds * 1000));
  }

  private static boolean dumps(ExtensionContext context) {
    return context.getConfigurationParameter(DUMP, Boolean::parseBoolean).orElse(true);
  }

  /** What every thread does now, the virtual ones included. */
  static String threads() throws IOException {
    // The one dump of the JDK that has the virtual threads; it writes to a new file only.
    Path folder = Files.createTempDirectory("hvsock-threads");
    Path file = folder.resolve("threads.txt");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return Files.readString(file);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }
}
