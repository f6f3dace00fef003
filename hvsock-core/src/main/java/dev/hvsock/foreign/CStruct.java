package dev.hvsock.foreign;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class that holds the layout of a C struct: {@code SIZEOF} is its size, and each constant
 * named like a member is that member's offset, all in bytes. The module native-headers holds them
 * against the system's headers.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CStruct {
  /** The type in C, such as {@code struct sockaddr_vm}. */
  String value();
}
