package dev.hvsock.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hvsock.foreign.CFunction;
import dev.hvsock.foreign.CHeaders;
import dev.hvsock.foreign.CLibrary;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/**
 * The completion port of Windows.
 *
 * <p>Each wrapper has the name and the parameter order of the C function, and one parameter more:
 * {@code error}, at least {@link WindowsLibrary#ERROR_BYTES} of native memory of the calling
 * thread's own. It returns what the function returns, or the negated number that GetLastError would
 * give. Only {@link #GetQueuedCompletionStatusEx} blocks.
 */
@CHeaders("windows.h")
@SuppressWarnings({"MemberName", "MethodName"}) // wrappers are named as in C
final class Kernel32 {
  static final int INFINITE = -1;

  /** As wide as a handle. */
  static final int INVALID_HANDLE_VALUE = -1;

  static final int FILE_SKIP_COMPLETION_PORT_ON_SUCCESS = 1;
  static final int FILE_SKIP_SET_EVENT_ON_HANDLE = 2;
  static final int ERROR_NOT_FOUND = 1168;

  private static final String GET_LAST_ERROR = "GetLastError";
  private static final Linker.Option ERROR = WindowsLibrary.capture(GET_LAST_ERROR);
  private static final long OFFSET = WindowsLibrary.offset(GET_LAST_ERROR);
  private static final CLibrary LIBRARY = WindowsLibrary.of("kernel32");

  private static final CFunction CREATEIOCOMPLETIONPORT =
      LIBRARY.link("HANDLE CreateIoCompletionPort(HANDLE, HANDLE, ULONG_PTR, DWORD)", ERROR);
  private static final CFunction GETQUEUEDCOMPLETIONSTATUSEX =
      LIBRARY.link(
          "BOOL GetQueuedCompletionStatusEx(HANDLE, OVERLAPPED_ENTRY *, ULONG, ULONG *, DWORD, BOOL)",
          ERROR);
  private static final CFunction SETFILECOMPLETIONNOTIFICATIONMODES =
      LIBRARY.link("BOOL SetFileCompletionNotificationModes(HANDLE, UCHAR)", ERROR);
  private static final CFunction CANCELIOEX =
      LIBRARY.link("BOOL CancelIoEx(HANDLE, OVERLAPPED *)", ERROR);

  private Kernel32() {}

  private static int error(MemorySegment error) {
    return -error.get(JAVA_INT, OFFSET);
  }

  /** A handle called with the types it was made from throws nothing. */
  private static AssertionError unexpected(Throwable e) {
    return new AssertionError(e);
  }

  /** Gives the port's handle, or a negated error number. */
  static long CreateIoCompletionPort(
      long file, long port, long key, int threads, MemorySegment error) {
    try {
      long handle =
          (long) CREATEIOCOMPLETIONPORT.handle().invokeExact(error, file, port, key, threads);
      return handle == 0 ? error(error) : handle;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Blocks until there is a completion; gives 0, or a negated error number. */
  static int GetQueuedCompletionStatusEx(
      long port,
      MemorySegment entries,
      int length,
      MemorySegment count,
      int millis,
      int alertable,
      MemorySegment error) {
    try {
      int done =
          (int)
              GETQUEUEDCOMPLETIONSTATUSEX
                  .handle()
                  .invokeExact(error, port, entries, length, count, millis, alertable);
      return done == 0 ? error(error) : 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Gives 0, or a negated error number. */
  static int SetFileCompletionNotificationModes(long file, int flags, MemorySegment error) {
    try {
      int done =
          (int) SETFILECOMPLETIONNOTIFICATIONMODES.handle().invokeExact(error, file, (byte) flags);
      return done == 0 ? error(error) : 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Gives 0, or a negated error number; the operation's completion comes in any case. */
  static int CancelIoEx(long file, MemorySegment overlapped, MemorySegment error) {
    try {
      int done = (int) CANCELIOEX.handle().invokeExact(error, file, overlapped);
      return done == 0 ? error(error) : 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }
}
