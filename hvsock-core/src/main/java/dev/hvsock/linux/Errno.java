package dev.hvsock.linux;

import dev.hvsock.foreign.CHeaders;
import java.util.HashMap;
import java.util.Map;

/**
 * The error numbers of Linux that hvsock tells apart ({@code errno.h}, as x86-64 and AArch64 number
 * them).
 */
@CHeaders("errno.h")
enum Errno {
  EPERM(1),
  ENOENT(2),
  EINTR(4),
  ENXIO(6),
  EAGAIN(11),
  ENOMEM(12),
  EACCES(13),
  ENODEV(19),
  ENOTDIR(20),
  EINVAL(22),
  ENFILE(23),
  EMFILE(24),
  EROFS(30),
  EPIPE(32),
  EPROTO(71),
  EPROTOTYPE(91),
  EOPNOTSUPP(95),
  EAFNOSUPPORT(97),
  EADDRINUSE(98),
  EADDRNOTAVAIL(99),
  ENETUNREACH(101),
  ECONNABORTED(103),
  ECONNRESET(104),
  ENOBUFS(105),
  ENOTCONN(107),
  ETIMEDOUT(110),
  ECONNREFUSED(111),
  EHOSTUNREACH(113),
  EINPROGRESS(115),
  /** Any other one. */
  OTHER(0);

  private static final Map<Integer, Errno> BY_NUMBER = new HashMap<>();

  static {
    for (Errno errno : values()) {
      BY_NUMBER.put(errno.number, errno);
    }
  }

  /** What a binding returns for this error. */
  final int result;

  private final int number;

  Errno(int number) {
    this.number = number;
    this.result = -number;
  }

  /** The error that a binding's negative result stands for. */
  static Errno of(int result) {
    return BY_NUMBER.getOrDefault(-result, OTHER);
  }

  /** The name in C of the error that a binding's negative result stands for, or its number. */
  static String name(int result) {
    Errno errno = of(result);
    return errno == OTHER ? "errno " + -result : errno.name();
  }
}
