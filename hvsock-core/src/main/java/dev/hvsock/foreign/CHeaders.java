package dev.hvsock.foreign;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a binding class and names the C headers that declare what it holds.
 *
 * <p>The module native-headers compares with them, in the class and in those nested in it: each
 * {@code int} constant with C's of that name, each UUID with the GUID of that name, each {@link
 * CStruct}, and each {@link CFunction}; of an enum, the {@code number} of each constant, unless
 * that is 0.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CHeaders {
  /** The headers, in the order to include them in: {@code sys/socket.h}, … */
  String[] value();
}
