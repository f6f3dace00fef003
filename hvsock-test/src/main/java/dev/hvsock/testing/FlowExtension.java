package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import java.io.Closeable;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives tests what {@link Connected} and {@link Loopback} ask for, and looks for leaks after. */
final class FlowExtension implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
  /** How long after a test what it leaves may end, in milliseconds. */
  static final String GRACE = "hvsock.leaks.grace.millis";

  private static final long STANDARD_GRACE = 3_000;
  private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(FlowExtension.class);

  /** Made by JUnit. */
  FlowExtension() {}

  /** What a test was given, to be closed in the opposite order. */
  private static final class Given implements AutoCloseable {
    private final Deque<Closeable> open = new ArrayDeque<>();

    <T> T add(T resource, Closeable closing) {
      open.push(closing);
      return resource;
    }

    @Override
    public void close() throws IOException {
      while (!open.isEmpty()) {
        open.pop().close();
      }
    }
  }

  /** The parameters of a constructor, too, live as long as a test. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.isAnnotated(Connected.class) || parameter.isAnnotated(Loopback.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    try {
      return parameter
          .findAnnotation(Connected.class)
          .map(connected -> new Wish(connected, connected.over()))
          .or(
              () ->
                  parameter.findAnnotation(Loopback.class).map(each -> new Wish(each, each.over())))
          .orElseThrow()
          .grant(type, given(context));
    } catch (IOException e) {
      throw new ParameterResolutionException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Given given(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(key(context), key -> new Given(), Given.class);
  }

  /** Stores look into those of the contexts around, and what a class was given is not a test's. */
  private static String key(ExtensionContext context) {
    return "given " + context.getUniqueId();
  }

  /** An annotation of a parameter. */
  private record Wish(Annotation annotation, Medium over) {
    Object grant(Class<?> type, Given given) throws IOException {
      boolean pair = annotation instanceof Connected;
      if (pair ? type != FlowPair.class : type != Listener.class && type != Address.class) {
        throw new ParameterResolutionException(
            annotation + " cannot be a " + type.getName() + "; try: " + types(pair));
      }
      over.obstacle().ifPresent(reason -> Assumptions.abort(annotation + ": " + reason));
      if (pair) {
        FlowPair made = over.pair();
        return given.add(made, made::close);
      }
      Address address = over.freshAddress();
      if (type == Address.class) {
        return address;
      }
      Listener listener = Hvsock.listen(address);
      return given.add(listener, listener);
    }

    private static String types(boolean pair) {
      return pair ? FlowPair.class.getName() : Listener.class.getName() + " or " + Address.class;
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    Set<Leak> kinds = kinds(context);
    if (isShared(context)) {
      kinds.retainAll(EnumSet.of(Leak.FLOWS));
    }
    context.getStore(NAMESPACE).put(LeakCheck.class, LeakCheck.begin(kinds, isShared(context)));
  }

  private static Set<Leak> kinds(ExtensionContext context) {
    Optional<CheckLeaks> wanted =
        AnnotationSupport.findAnnotation(context.getTestMethod(), CheckLeaks.class)
            .or(() -> onClass(context, CheckLeaks.class));
    Set<Leak> kinds = EnumSet.noneOf(Leak.class);
    kinds.addAll(wanted.map(each -> List.of(each.value())).orElse(List.of(Leak.values())));
    return kinds;
  }

  private static <A extends Annotation> Optional<A> onClass(
      ExtensionContext context, Class<A> type) {
    return AnnotationSupport.findAnnotation(
        context.getRequiredTestClass(), type, context.getEnclosingTestClasses());
  }

  /** Whether other tests run in this process at the same time. */
  private static boolean isShared(ExtensionContext context) {
    return context.getConfigurationParameter(PARALLEL, Boolean::parseBoolean).orElse(false)
        && onClass(context, Isolated.class).isEmpty();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    try {
      given(context).close();
    } finally {
      checkLeaks(context);
    }
  }

  private static void checkLeaks(ExtensionContext context) throws Exception {
    Optional<LeakCheck> check =
        Optional.ofNullable(context.getStore(NAMESPACE).remove(LeakCheck.class, LeakCheck.class));
    if (check.isPresent()) {
      long grace = context.getConfigurationParameter(GRACE, Long::parseLong).orElse(STANDARD_GRACE);
      check.get().end(Duration.ofMillis(grace));
    }
  }
}
