package dev.hvsock.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * System calls through the wrappers of the C library: each is the kernel's work and the downcall.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgs = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LibCBenchmark {
  private static final int ADDRESS_BYTES = 128;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = arena.allocate(LibC.ERRNO_BYTES, 8);
  private final MemorySegment address = arena.allocate(ADDRESS_BYTES, 8);
  private final MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
  private final MemorySegment counter = arena.allocate(ValueLayout.JAVA_LONG);
  private int socket;
  private int event;

  @Setup
  public void open() throws IOException {
    socket = checked(LibC.socket(LibC.AF_UNIX, LibC.SOCK_STREAM, 0, errno));
    event = checked(LibC.eventfd(0, LibC.EFD_NONBLOCK, errno));
    counter.set(ValueLayout.JAVA_LONG, 0, 1);
  }

  @TearDown
  public void close() {
    var _ = LibC.close(socket, errno);
    var _ = LibC.close(event, errno);
    arena.close();
  }

  private static int checked(int result) throws IOException {
    if (result < 0) {
      throw new IOException("error number " + -result);
    }
    return result;
  }

  @Benchmark
  public int getsockname() throws IOException {
    length.set(ValueLayout.JAVA_INT, 0, ADDRESS_BYTES);
    return checked(LibC.getsockname(socket, address, length, errno));
  }

  /** Two calls: eight bytes in, and out again. */
  @Benchmark
  public int writeAndRead() throws IOException {
    checked(LibC.write(event, counter, Long.BYTES, errno));
    return checked(LibC.read(event, counter, Long.BYTES, errno));
  }
}
