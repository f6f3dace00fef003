package dev.hvsock.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A parameter of type {@link dev.hvsock.Listener} that listens at an address of its own, or of type
 * {@link dev.hvsock.Address} at which nobody listens and the test may. The listener is closed after
 * the test, which is then checked for leaks as {@link CheckLeaks} says.
 *
 * {@snippet :
 * @Test
 * void isAsked(@Loopback Listener listener) throws IOException {
 *   Client client = new Client(listener.localAddress());
 *   ...
 * }
 * }
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FlowExtension.class)
public @interface Loopback {
  /** What carries the flows. Where that does not work, the test is aborted with the remedy. */
  Medium over() default Medium.BEST;
}
