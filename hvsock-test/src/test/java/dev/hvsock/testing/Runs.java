package dev.hvsock.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectIteration;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests inside a test, and tells how they ended. */
final class Runs implements TestExecutionListener {
  private final List<Throwable> failures = new ArrayList<>();
  private int finished;

  private Runs() {}

  static Runs of(Class<?> testClass, String method, Map<String, String> parameters) {
    return of(selectMethod(testClass.getName() + "#" + method), parameters);
  }

  /** Runs the case of that name, on platform threads only if it makes a difference. */
  static Runs ofCase(Class<?> testClass, String name, Map<String, String> parameters) {
    Method method =
        Arrays.stream(testClass.getMethods())
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
    MethodSelector selector = selectMethod(testClass, method);
    return of(
        method.getParameterCount() == 0 ? selector : selectIteration(selector, 0), parameters);
  }

  static Runs of(Class<?> testClass, Map<String, String> parameters) {
    return of(selectClass(testClass), parameters);
  }

  private static Runs of(DiscoverySelector selector, Map<String, String> parameters) {
    Runs runs = new Runs();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selector)
                .configurationParameters(parameters)
                .build(),
            runs);
    return runs;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      finished++;
    }
    result.getThrowable().ifPresent(failures::add);
  }

  List<Throwable> failures() {
    return failures;
  }

  int finished() {
    return finished;
  }
}
