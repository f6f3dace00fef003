package dev.hvsock.linux;

import dev.hvsock.foreign.CFunction;
import dev.hvsock.foreign.CHeaders;
import dev.hvsock.foreign.CLibrary;
import dev.hvsock.foreign.NativeAccess;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The C library of Linux, as far as hvsock needs it: the only class of this package that links
 * native code.
 *
 * <p>Each wrapper has the name and the parameter order of the C function, and one parameter more:
 * {@code errno}, at least {@link #ERRNO_BYTES} of native memory of the calling thread's own. It
 * returns what the function returns, or the negated error number. Nothing here blocks, as every
 * descriptor is non-blocking, but {@link #poll} and {@link #epoll_wait}.
 *
 * <p>The values come from the headers that are named beside them; the module native-headers checks
 * each against them. The functions are linked in groups, on first use.
 */
@CHeaders({
  "sys/socket.h",
  "netinet/in.h",
  "netinet/tcp.h",
  "linux/vm_sockets.h",
  "poll.h",
  "sys/epoll.h",
  "sys/eventfd.h",
  "fcntl.h",
  "sys/ioctl.h",
  "sched.h",
  "unistd.h"
})
@SuppressWarnings("MemberName") // wrappers and offsets are named as in C
final class LibC {
  // sys/socket.h
  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int AF_VSOCK = 40;
  static final int SOCK_STREAM = 1;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_REUSEADDR = 2;
  static final int SO_ERROR = 4;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SO_KEEPALIVE = 9;
  static final int SO_LINGER = 13;
  static final int SO_PEERCRED = 17;
  static final int SHUT_RD = 0;
  static final int SHUT_WR = 1;
  static final int MSG_NOSIGNAL = 0x4000;
  // netinet/in.h, netinet/tcp.h
  static final int IPPROTO_TCP = 6;
  static final int TCP_NODELAY = 1;
  static final int TCP_KEEPIDLE = 4;
  static final int TCP_KEEPINTVL = 5;
  static final int TCP_KEEPCNT = 6;
  // linux/vm_sockets.h
  static final int SO_VM_SOCKETS_BUFFER_SIZE = 0;
  static final int SO_VM_SOCKETS_BUFFER_MAX_SIZE = 2;
  static final int SO_VM_SOCKETS_CONNECT_TIMEOUT = 6;
  static final int VMADDR_FLAG_TO_HOST = 1;
  static final int IOCTL_VM_SOCKETS_GET_LOCAL_CID = 0x7b9;
  // poll.h, sys/epoll.h, sys/eventfd.h, fcntl.h
  static final int POLLIN = 1;
  static final int POLLOUT = 4;
  static final int EPOLLIN = 1;
  static final int EPOLLOUT = 4;
  static final int EPOLLONESHOT = 0x40000000;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_MOD = 3;
  static final int EPOLL_CLOEXEC = 0x80000;
  static final int EFD_NONBLOCK = 0x800;
  static final int EFD_CLOEXEC = 0x80000;
  static final int O_CLOEXEC = 0x80000;
  static final int O_NONBLOCK = 0x800;
  static final int F_SETPIPE_SZ = 1031;
  static final int SPLICE_F_MOVE = 1;
  static final int SPLICE_F_NONBLOCK = 2;

  /** How many bytes of native memory a call needs to leave its error number in. */
  static final long ERRNO_BYTES = Linker.Option.captureStateLayout().byteSize();

  /**
   * Names a library whose functions are called instead of the C library's, so that tests can make
   * system calls fail.
   */
  private static final String SUBSTITUTE = "dev.hvsock.libc";

  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  /**
   * Lets a call take heap segments, and keeps the garbage collector waiting meanwhile: for calls
   * that cannot block.
   */
  private static final Linker.Option HEAP = Linker.Option.critical(true);

  private LibC() {}

  /** Why nothing here can be linked, ending with the remedy; empty if it can. */
  static Optional<String> obstacle() {
    return NativeAccess.obstacle(() -> Opening.SOCKET);
  }

  private static CFunction link(String declaration, Linker.Option... options) {
    return Library.C.link(declaration, options);
  }

  private static int result(int n, MemorySegment errno) {
    return n >= 0 ? n : -errno.get(ValueLayout.JAVA_INT, 0);
  }

  /** A handle called with the types it was made from throws nothing. */
  private static AssertionError unexpected(Throwable e) {
    return new AssertionError(e);
  }

  private static final class Library {
    static final CLibrary C = new CLibrary(symbols(), "");

    private static SymbolLookup symbols() {
      SymbolLookup libc = Linker.nativeLinker().defaultLookup();
      String substitute = System.getProperty(SUBSTITUTE);
      return substitute == null
          ? libc
          : SymbolLookup.libraryLookup(Path.of(substitute), Arena.global()).or(libc);
    }
  }

  // A first link of each shape takes milliseconds, so that each group holds what is used together.

  /** Setting sockets up. */
  private static final class Opening {
    static final CFunction SOCKET = link("int socket(int, int, int)", ERRNO);
    static final CFunction CONNECT =
        link("int connect(int, const struct sockaddr *, socklen_t)", ERRNO);
    static final CFunction GETSOCKNAME =
        link("int getsockname(int, struct sockaddr *, socklen_t *)", ERRNO);
  }

  /** Waiting for peers. */
  private static final class Listening {
    static final CFunction BIND = link("int bind(int, const struct sockaddr *, socklen_t)", ERRNO);
    static final CFunction LISTEN = link("int listen(int, int)", ERRNO);
    static final CFunction ACCEPT4 =
        link("int accept4(int, struct sockaddr *, socklen_t *, int)", ERRNO);
  }

  /** Options of sockets. */
  private static final class Tuning {
    static final CFunction GETSOCKOPT =
        link("int getsockopt(int, int, int, void *, socklen_t *)", ERRNO);
    static final CFunction SETSOCKOPT =
        link("int setsockopt(int, int, int, const void *, socklen_t)", ERRNO);
  }

  /** Taking sockets down. */
  private static final class Closing {
    static final CFunction SHUTDOWN = link("int shutdown(int, int)", ERRNO);
    static final CFunction CLOSE = link("int close(int)", ERRNO);
  }

  static int socket(int domain, int type, int protocol, MemorySegment errno) {
    try {
      return result(
          (int) Opening.SOCKET.handle().invokeExact(errno, domain, type, protocol), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int bind(int fd, MemorySegment address, int length, MemorySegment errno) {
    try {
      return result((int) Listening.BIND.handle().invokeExact(errno, fd, address, length), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int connect(int fd, MemorySegment address, int length, MemorySegment errno) {
    try {
      return result((int) Opening.CONNECT.handle().invokeExact(errno, fd, address, length), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int listen(int fd, int backlog, MemorySegment errno) {
    try {
      return result((int) Listening.LISTEN.handle().invokeExact(errno, fd, backlog), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int shutdown(int fd, int how, MemorySegment errno) {
    try {
      return result((int) Closing.SHUTDOWN.handle().invokeExact(errno, fd, how), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int accept4(
      int fd, MemorySegment address, MemorySegment length, int flags, MemorySegment errno) {
    try {
      return result(
          (int) Listening.ACCEPT4.handle().invokeExact(errno, fd, address, length, flags), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int getsockname(int fd, MemorySegment address, MemorySegment length, MemorySegment errno) {
    try {
      return result(
          (int) Opening.GETSOCKNAME.handle().invokeExact(errno, fd, address, length), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int getsockopt(
      int fd, int level, int name, MemorySegment value, MemorySegment length, MemorySegment errno) {
    try {
      return result(
          (int) Tuning.GETSOCKOPT.handle().invokeExact(errno, fd, level, name, value, length),
          errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int setsockopt(
      int fd, int level, int name, MemorySegment value, int length, MemorySegment errno) {
    try {
      return result(
          (int) Tuning.SETSOCKOPT.handle().invokeExact(errno, fd, level, name, value, length),
          errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int close(int fd, MemorySegment errno) {
    try {
      return result((int) Closing.CLOSE.handle().invokeExact(errno, fd), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Moving bytes. */
  private static final class Transfer {
    static final CFunction RECV = link("ssize_t recv(int, void *, size_t, int)", ERRNO);
    static final CFunction SEND = link("ssize_t send(int, const void *, size_t, int)", ERRNO);
  }

  /** Moving bytes straight to and from arrays. */
  private static final class HeapTransfer {
    static final CFunction RECV = link("ssize_t recv(int, void *, size_t, int)", ERRNO, HEAP);
    static final CFunction SEND = link("ssize_t send(int, const void *, size_t, int)", ERRNO, HEAP);
  }

  /**
   * Takes native and heap segments; a heap segment holds the garbage collector up for as long as
   * the copying takes.
   */
  static int recv(int fd, MemorySegment buffer, long length, int flags, MemorySegment errno) {
    try {
      return result(
          (int)
              (buffer.isNative()
                  ? (long) Transfer.RECV.handle().invokeExact(errno, fd, buffer, length, flags)
                  : (long)
                      HeapTransfer.RECV.handle().invokeExact(errno, fd, buffer, length, flags)),
          errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Takes native and heap segments, as {@link #recv} does. */
  static int send(int fd, MemorySegment buffer, long length, int flags, MemorySegment errno) {
    try {
      return result(
          (int)
              (buffer.isNative()
                  ? (long) Transfer.SEND.handle().invokeExact(errno, fd, buffer, length, flags)
                  : (long)
                      HeapTransfer.SEND.handle().invokeExact(errno, fd, buffer, length, flags)),
          errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Moving bytes between descriptors. */
  private static final class Splicing {
    static final CFunction PIPE2 = link("int pipe2(int *, int)", ERRNO);
    static final CFunction FCNTL = link("int fcntl(int, int, ... int)", ERRNO);
    static final CFunction SPLICE =
        link("ssize_t splice(int, off64_t *, int, off64_t *, size_t, unsigned int)", ERRNO);
  }

  static int pipe2(MemorySegment fds, int flags, MemorySegment errno) {
    try {
      return result((int) Splicing.PIPE2.handle().invokeExact(errno, fds, flags), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int fcntl(int fd, int command, int argument, MemorySegment errno) {
    try {
      return result((int) Splicing.FCNTL.handle().invokeExact(errno, fd, command, argument), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Between descriptors that have no position, as sockets and pipes. */
  static int splice(int in, int out, long length, int flags, MemorySegment errno) {
    try {
      return result(
          (int)
              (long)
                  Splicing.SPLICE
                      .handle()
                      .invokeExact(
                          errno, in, MemorySegment.NULL, out, MemorySegment.NULL, length, flags),
          errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Waiting in a thread of its own. */
  private static final class Polling {
    static final CFunction POLL = link("int poll(struct pollfd *, nfds_t, int)", ERRNO);
    static final CFunction EVENTFD = link("int eventfd(unsigned int, int)", ERRNO);
    static final CFunction READ = link("ssize_t read(int, void *, size_t)", ERRNO);
    static final CFunction WRITE = link("ssize_t write(int, const void *, size_t)", ERRNO);
  }

  /** Blocks for up to {@code timeout} milliseconds, -1 for ever. */
  static int poll(MemorySegment fds, long count, int timeout, MemorySegment errno) {
    try {
      return result((int) Polling.POLL.handle().invokeExact(errno, fds, count, timeout), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int eventfd(int initial, int flags, MemorySegment errno) {
    try {
      return result((int) Polling.EVENTFD.handle().invokeExact(errno, initial, flags), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int read(int fd, MemorySegment buffer, long length, MemorySegment errno) {
    try {
      return result(
          (int) (long) Polling.READ.handle().invokeExact(errno, fd, buffer, length), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int write(int fd, MemorySegment buffer, long length, MemorySegment errno) {
    try {
      return result(
          (int) (long) Polling.WRITE.handle().invokeExact(errno, fd, buffer, length), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Letting others run first. */
  private static final class Scheduling {
    static final CFunction SCHED_YIELD = link("int sched_yield(void)");
  }

  /** Cannot fail on Linux, and so needs no room for an error number. */
  static int sched_yield() {
    try {
      return (int) Scheduling.SCHED_YIELD.handle().invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Waiting for many. */
  private static final class Epoll {
    static final CFunction EPOLL_CREATE1 = link("int epoll_create1(int)", ERRNO);
    static final CFunction EPOLL_CTL =
        link("int epoll_ctl(int, int, int, struct epoll_event *)", ERRNO);
    static final CFunction EPOLL_WAIT =
        link("int epoll_wait(int, struct epoll_event *, int, int)", ERRNO);
  }

  static int epoll_create1(int flags, MemorySegment errno) {
    try {
      return result((int) Epoll.EPOLL_CREATE1.handle().invokeExact(errno, flags), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int epoll_ctl(int epfd, int op, int fd, MemorySegment event, MemorySegment errno) {
    try {
      return result((int) Epoll.EPOLL_CTL.handle().invokeExact(errno, epfd, op, fd, event), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Blocks for up to {@code timeout} milliseconds, -1 for ever. */
  static int epoll_wait(
      int epfd, MemorySegment events, int maxEvents, int timeout, MemorySegment errno) {
    try {
      return result(
          (int) Epoll.EPOLL_WAIT.handle().invokeExact(errno, epfd, events, maxEvents, timeout),
          errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Asking {@code /dev/vsock}. */
  private static final class Device {
    static final CFunction OPEN = link("int open(const char *, int, ...)", ERRNO);
    static final CFunction IOCTL = link("int ioctl(int, unsigned long, ... void *)", ERRNO);
  }

  static int open(MemorySegment path, int flags, MemorySegment errno) {
    try {
      return result((int) Device.OPEN.handle().invokeExact(errno, path, flags), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int ioctl(int fd, long request, MemorySegment argument, MemorySegment errno) {
    try {
      return result((int) Device.IOCTL.handle().invokeExact(errno, fd, request, argument), errno);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }
}
