package dev.hvsock.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A parameter of type {@link dev.hvsock.FlowPair} that is the two ends of a new stream, the
 * connecting one first. They are aborted after the test, which is then checked for leaks as {@link
 * CheckLeaks} says.
 *
 * {@snippet :
 * @Test
 * void echoes(@Connected FlowPair pair) throws IOException {
 *   ...
 * }
 * }
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FlowExtension.class)
public @interface Connected {
  /** What carries the stream. Where that does not work, the test is aborted with the remedy. */
  Medium over() default Medium.BEST;
}
