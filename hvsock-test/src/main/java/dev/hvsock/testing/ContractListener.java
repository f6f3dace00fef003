package dev.hvsock.testing;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Hears from JUnit how each case ends. */
final class ContractListener implements TestExecutionListener {
  private final long start = System.nanoTime();
  private final Map<String, Long> begun = new HashMap<>();
  private final List<ContractCase> cases = new ArrayList<>();
  private final Consumer<ContractCase> onCase;

  ContractListener(Consumer<ContractCase> onCase) {
    this.onCase = onCase;
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    begun.put(test.getUniqueId(), System.nanoTime());
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    add(new ContractCase(name(test), Optional.empty(), Optional.of(reason), Duration.ZERO));
  }

  /** A group of cases that fails as a whole counts as a case: it must not go unnoticed. */
  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (!test.isTest() && result.getStatus() == Status.SUCCESSFUL) {
      return;
    }
    Long since = begun.getOrDefault(test.getUniqueId(), System.nanoTime());
    Duration took = Duration.ofNanos(System.nanoTime() - since);
    Optional<Throwable> thrown = result.getThrowable();
    add(
        result.getStatus() == Status.ABORTED
            ? new ContractCase(name(test), Optional.empty(), Optional.of(reason(thrown)), took)
            : new ContractCase(name(test), thrown, Optional.empty(), took));
  }

  private void add(ContractCase each) {
    cases.add(each);
    onCase.accept(each);
  }

  private static String reason(Optional<Throwable> thrown) {
    String message = thrown.map(Throwable::getMessage).orElse("it does not apply");
    return message.replaceFirst("^Assumption failed: ", "");
  }

  private static String name(TestIdentifier test) {
    @Nullable Method method =
        test.getSource().orElse(null) instanceof MethodSource source
            ? source.getJavaMethod()
            : null;
    if (method == null) {
      return test.getDisplayName();
    }
    return method.getParameterCount() == 0
        ? name(method)
        : name(method) + ": " + test.getDisplayName();
  }

  /** The promise that a case is about. */
  static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  ContractReport report(String subject, Optional<ContractTraits> traits, List<String> leftOut) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new ContractReport(subject, traits, cases, leftOut, took);
  }
}
