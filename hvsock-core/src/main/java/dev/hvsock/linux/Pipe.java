package dev.hvsock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * A pipe of this process with itself, through which {@code splice(2)} moves bytes between two
 * sockets. Lent to a copy for as long as that goes on; for one thread at a time.
 */
final class Pipe {
  /** Copies beyond so many at once go through memory: each pipe is two descriptors. */
  private static final int MOST = 64;

  private static final int BYTES = 512 * 1024;
  private static final int FLAGS = LibC.SPLICE_F_MOVE | LibC.SPLICE_F_NONBLOCK;

  private static final Semaphore LENDABLE = new Semaphore(MOST);
  private static final ConcurrentLinkedQueue<Pipe> IDLE = new ConcurrentLinkedQueue<>();

  private final int reading;
  private final int writing;
  private int held;

  private Pipe(int reading, int writing) {
    this.reading = reading;
    this.writing = writing;
  }

  /**
   * Whether the way through a pipe is shorter, as measured: into a unix socket and between two of
   * TCP it is, out of vsock and from unix to TCP it is not (see docs/decisions/0012-splice.md).
   */
  static boolean pays(LinuxSocket source, LinuxSocket sink) {
    return source.family() != LibC.AF_VSOCK
        && (sink.family() == LibC.AF_UNIX || (source.isTcp() && sink.isTcp()));
  }

  /** Lends an empty pipe, unless too many are lent or descriptors have run out. */
  static Optional<Pipe> borrow() {
    if (!LENDABLE.tryAcquire()) {
      return Optional.empty();
    }
    Pipe idle = IDLE.poll();
    Optional<Pipe> pipe = idle == null ? open() : Optional.of(idle);
    if (pipe.isEmpty()) {
      LENDABLE.release();
    }
    return pipe;
  }

  private static Optional<Pipe> open() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment fds = arena.allocate(JAVA_INT, 2);
      MemorySegment errno = LinuxSocket.errno(arena);
      if (LibC.pipe2(fds, LibC.O_NONBLOCK | LibC.O_CLOEXEC, errno) < 0) {
        return Optional.empty();
      }
      Pipe pipe = new Pipe(fds.getAtIndex(JAVA_INT, 0), fds.getAtIndex(JAVA_INT, 1));
      // A user's pipes may have used up what the system allows; the default size does then.
      LibC.fcntl(pipe.writing, LibC.F_SETPIPE_SZ, BYTES, errno);
      return Optional.of(pipe);
    }
  }

  /** Moves what a socket has received into this pipe, which is empty. */
  int fill(int socket, MemorySegment errno) {
    int n = LibC.splice(socket, writing, BYTES, FLAGS, errno);
    held += Math.max(n, 0);
    return n;
  }

  /** Sends what this pipe holds. */
  int drain(int socket, MemorySegment errno) {
    int n = LibC.splice(reading, socket, held, FLAGS, errno);
    held -= Math.max(n, 0);
    return n;
  }

  /** How many bytes are in it. */
  int held() {
    return held;
  }

  /** Ends the loan. A pipe that is not empty is of no use to anybody. */
  void giveBack() {
    if (held == 0) {
      IDLE.add(this);
    } else {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment errno = LinuxSocket.errno(arena);
        LibC.close(reading, errno);
        LibC.close(writing, errno);
      }
    }
    LENDABLE.release();
  }
}
