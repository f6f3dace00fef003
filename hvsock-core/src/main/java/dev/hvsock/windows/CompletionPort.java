package dev.hvsock.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hvsock.windows.Structs.OverlappedEntry;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where Windows hands back the operations that are done: one completion port for all sockets, and
 * one daemon thread that waits at it and wakes the threads whose operations they are.
 */
final class CompletionPort {
  private static final int ENTRIES = 64;

  /** By the address of their OVERLAPPED structure. */
  private static final ConcurrentHashMap<Long, Operation> OPERATIONS = new ConcurrentHashMap<>();

  private static final ReentrantLock STARTING = new ReentrantLock();
  private static volatile long port;

  private CompletionPort() {}

  static void add(long address, Operation operation) {
    OPERATIONS.put(address, operation);
  }

  static void remove(long address) {
    OPERATIONS.remove(address);
  }

  /** Makes the operations of a socket come here; gives 0 or a negated error number. */
  static long associate(long socket, MemorySegment error) {
    long started = port == 0 ? start(error) : port;
    long result =
        started < 0 ? started : Kernel32.CreateIoCompletionPort(socket, started, 0, 0, error);
    return result < 0 ? result : 0;
  }

  /** Starts on first use; a failure leaves it to be tried again. Gives it or a negated error. */
  private static long start(MemorySegment error) {
    STARTING.lock();
    try {
      if (port == 0) {
        long created =
            Kernel32.CreateIoCompletionPort(Kernel32.INVALID_HANDLE_VALUE, 0, 0, 1, error);
        if (created < 0) {
          return created;
        }
        Thread.ofPlatform().daemon().name("hvsock-completion").start(() -> run(created));
        port = created;
      }
      return port;
    } finally {
      STARTING.unlock();
    }
  }

  private static void run(long port) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = WindowsSocket.error(arena);
      MemorySegment entries = arena.allocate((long) ENTRIES * OverlappedEntry.SIZEOF, Long.BYTES);
      MemorySegment count = arena.allocate(JAVA_INT);
      while (true) {
        int result =
            Kernel32.GetQueuedCompletionStatusEx(
                port, entries, ENTRIES, count, Kernel32.INFINITE, 0, error);
        int done = result < 0 ? 0 : count.get(JAVA_INT, 0);
        for (int i = 0; i < done; i++) {
          deliver(entries, (long) i * OverlappedEntry.SIZEOF);
        }
      }
    }
  }

  private static void deliver(MemorySegment entries, long at) {
    Operation operation = OPERATIONS.get(entries.get(JAVA_LONG, at + OverlappedEntry.lpOverlapped));
    if (operation != null) {
      operation.complete(
          operation.ntStatus(),
          entries.get(JAVA_INT, at + OverlappedEntry.dwNumberOfBytesTransferred));
    }
  }
}
