package dev.hvsock.linux;

import dev.hvsock.foreign.CHeaders;
import dev.hvsock.foreign.CStruct;

/** Sizes of C structs and offsets of their members, in bytes. */
@CHeaders({
  "sys/socket.h",
  "linux/vm_sockets.h",
  "sys/un.h",
  "netinet/in.h",
  "sys/time.h",
  "poll.h",
  "sys/epoll.h"
})
final class Structs {
  private static final boolean X86_64 = System.getProperty("os.arch").equals("amd64");

  private Structs() {}

  /** {@code linux/vm_sockets.h}; all in host byte order. */
  @CStruct("struct sockaddr_vm")
  static final class SockaddrVm {
    static final int SIZEOF = 16;
    static final int svm_family = 0;
    static final int svm_port = 4;
    static final int svm_cid = 8;
    static final int svm_flags = 12;

    private SockaddrVm() {}
  }

  /** {@code sys/un.h}. */
  @CStruct("struct sockaddr_un")
  static final class SockaddrUn {
    static final int SIZEOF = 110;
    static final int sun_family = 0;
    static final int sun_path = 2;

    private SockaddrUn() {}
  }

  /** {@code netinet/in.h}; port and address in network byte order. */
  @CStruct("struct sockaddr_in")
  static final class SockaddrIn {
    static final int SIZEOF = 16;
    static final int sin_family = 0;
    static final int sin_port = 2;
    static final int sin_addr = 4;

    private SockaddrIn() {}
  }

  /** {@code netinet/in.h}; port and address in network byte order, the scope in host byte order. */
  @CStruct("struct sockaddr_in6")
  static final class SockaddrIn6 {
    static final int SIZEOF = 28;
    static final int sin6_family = 0;
    static final int sin6_port = 2;
    static final int sin6_addr = 8;
    static final int sin6_scope_id = 24;

    private SockaddrIn6() {}
  }

  /** {@code sys/socket.h}. */
  @CStruct("struct linger")
  static final class Linger {
    static final int SIZEOF = 8;
    static final int l_onoff = 0;
    static final int l_linger = 4;

    private Linger() {}
  }

  /** {@code sys/socket.h}. */
  @CStruct("struct ucred")
  static final class Ucred {
    static final int SIZEOF = 12;
    static final int pid = 0;
    static final int uid = 4;
    static final int gid = 8;

    private Ucred() {}
  }

  /** {@code sys/time.h}. */
  @CStruct("struct timeval")
  static final class Timeval {
    static final int SIZEOF = 16;
    static final int tv_sec = 0;
    static final int tv_usec = 8;

    private Timeval() {}
  }

  /** {@code poll.h}. */
  @CStruct("struct pollfd")
  static final class Pollfd {
    static final int SIZEOF = 8;
    static final int fd = 0;
    static final int events = 4;
    static final int revents = 6;

    private Pollfd() {}
  }

  /** {@code sys/epoll.h}; packed on x86-64 only. */
  @CStruct("struct epoll_event")
  static final class EpollEvent {
    static final int SIZEOF = X86_64 ? 12 : 16;
    static final int events = 0;
    static final int data = X86_64 ? 4 : 8;

    private EpollEvent() {}
  }
}
