package dev.hvsock.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails a test that leaves something behind that was not there when it began, and says what.
 *
 * <p>On a class, it stands for each of its tests; on a method, for that test instead. Tests with a
 * {@link Connected} or {@link Loopback} parameter are checked for all kinds of leaks without it.
 * What ends a little later than the test has 3 s to do so; the configuration parameter {@code
 * hvsock.leaks.grace.millis} sets another time in milliseconds. What a class or an earlier test has
 * opened, such as a server for all tests, does not count.
 *
 * <p>Where tests run in parallel, flows are told apart by the threads that opened them: that of the
 * test, and those that were made by it. Everything else belongs to the process, so it is compared
 * only in classes that are {@link org.junit.jupiter.api.parallel.Isolated}.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FlowExtension.class)
public @interface CheckLeaks {
  /** What to look for; nothing, so {@code @CheckLeaks({})}, for tests that leave things open. */
  Leak[] value() default {Leak.FLOWS, Leak.DESCRIPTORS, Leak.THREADS, Leak.MEMORY};
}
