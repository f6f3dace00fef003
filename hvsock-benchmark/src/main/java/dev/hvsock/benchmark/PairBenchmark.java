package dev.hvsock.benchmark;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One write at one end of a unix flow and one read at the other, by one thread, so never waiting.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgs = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls setUp first
public class PairBenchmark {
  @Param({"64", "65536"})
  public int size;

  @Param({"direct", "heap"})
  public String memory;

  private Flow near;
  private Flow far;
  private ByteBuffer buffer;

  @Setup
  public void setUp() throws IOException {
    var address = UnixAddress.abstractName("hvsock-jmh-" + ProcessHandle.current().pid());
    try (Listener listener = Hvsock.listen(address)) {
      near = Hvsock.connect(address);
      far = listener.accept();
    }
    buffer = memory.equals("direct") ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
  }

  @TearDown
  public void tearDown() {
    near.abort();
    far.abort();
  }

  @Benchmark
  public int writeAndRead() throws IOException {
    near.write(buffer.clear());
    buffer.clear();
    while (buffer.hasRemaining()) {
      far.read(buffer);
    }
    return buffer.position();
  }
}
