package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.Server;
import dev.hvsock.engine.NativeBuffers;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Run by {@link LeakCheckTest} in a process of its own, for it counts what a process has: a test
 * that leaves something fails with its name, and one that does not passes.
 */
class LeakChecks {
  private static final Queue<Closeable> LEFT = new ConcurrentLinkedQueue<>();

  @AfterEach
  void closeWhatIsLeft() throws IOException {
    for (Closeable left = LEFT.poll(); left != null; left = LEFT.poll()) {
      left.close();
    }
  }

  private static <T extends Closeable> T leave(T resource) {
    LEFT.add(resource);
    return resource;
  }

  /** Run by the tests below only: JUnit finds it when asked for by name. */
  @CheckLeaks
  static class Patients {
    static Path folder = Path.of("unset");

    @Test
    void leavesAFlow(@Loopback Listener listener) throws IOException {
      Flow flow = Hvsock.connect(listener.localAddress());
      LEFT.add(flow::abort);
      listener.accept().abort();
    }

    @Test
    void leavesAFlowInMemory() {
      FlowPair pair = Flows.pair();
      LEFT.add(pair::close);
    }

    @Test
    void leavesAListener(@Loopback Address address) throws IOException {
      leave(Hvsock.listen(address));
    }

    @Test
    void leavesASocketOfTheJdk() throws IOException {
      leave(SocketChannel.open());
    }

    @Test
    void leavesAFile() throws IOException {
      leave(FileChannel.open(folder.resolve("f"), StandardOpenOption.READ));
    }

    @Test
    void leavesAPlatformThread() {
      leaveThread(Thread.ofPlatform().name("forgotten"));
    }

    @Test
    void leavesAVirtualThread() {
      leaveThread(Thread.ofVirtual().name("forgotten"));
    }

    private static void leaveThread(Thread.Builder kind) {
      CountDownLatch end = new CountDownLatch(1);
      LEFT.add(end::countDown);
      kind.start(() -> awaitForgotten(end));
    }

    private static void awaitForgotten(CountDownLatch end) {
      try {
        end.await();
      } catch (InterruptedException e) {
        // It ends.
      }
    }

    @Test
    void leavesAReaderInAFlow(@Loopback Address address) throws Exception {
      CountDownLatch reading = new CountDownLatch(1);
      Server server =
          Hvsock.serve(
              address,
              flow -> {
                reading.countDown();
                flow.read(ByteBuffer.allocate(1));
              });
      LEFT.add(() -> server.stop(Duration.ZERO));
      leave(Hvsock.connect(server.localAddress()));
      reading.await();
    }

    @Test
    void leavesMemory() {
      ByteBuffer lent = NativeBuffers.borrow(true);
      LEFT.add(() -> NativeBuffers.giveBack(lent));
    }

    @Test
    void failsAndLeavesAListener(@Loopback Address address) throws IOException {
      leave(Hvsock.listen(address));
      throw new IllegalStateException("its own");
    }

    @Test
    @CheckLeaks({})
    void mayLeaveAListener(@Loopback Address address) throws IOException {
      leave(Hvsock.listen(address));
    }

    @Test
    @CheckLeaks(Leak.THREADS)
    void mayLeaveAListenerButNoThread(@Loopback Address address) throws IOException {
      leave(Hvsock.listen(address));
      leaveThread(Thread.ofPlatform().name("forgotten"));
    }

    @Test
    void isNotDoneAtOnce(@Connected FlowPair pair) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (FlowPair late = Flows.pair()) {
                  Thread.sleep(50);
                  late.first().shutdownOutput();
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
    }

    @RepeatedTest(200)
    void isClean(@Connected FlowPair pair, @Loopback Address address) throws Exception {
      Thread other = Thread.ofPlatform().start(() -> echo(pair.second()));
      assertEquals("there", ask(pair.first(), "there"));
      other.join();
      try (Server server = Hvsock.serve(address, flow -> Flows.copy(flow, flow))) {
        assertEquals("back", ask(Hvsock.connect(server.localAddress()), "back"));
      }
    }

    private static void echo(Flow flow) {
      try {
        Flows.copy(flow, flow);
        flow.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String ask(Flow flow, String text) throws IOException {
      try (flow) {
        Content.write(flow, text);
        flow.shutdownOutput();
        return Content.textToEnd(flow);
      }
    }
  }

  /** Two at once, of which one leaves something. */
  static class AtOnce {
    private static final CyclicBarrier TOGETHER = new CyclicBarrier(2);

    @Test
    void leaves(@Connected FlowPair pair, @Loopback Address address) throws Exception {
      TOGETHER.await();
      Thread other = Thread.ofVirtual().start(() -> listen(address));
      other.join();
      TOGETHER.await();
    }

    private static void listen(Address address) {
      try {
        leave(Hvsock.listen(address));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Test
    void isClean(@Connected FlowPair pair) throws Exception {
      TOGETHER.await();
      TOGETHER.await();
    }
  }

  /** Leaks are not waited for long; where nothing is to be left there is the ordinary time. */
  private static Runs run(String method) {
    return Runs.of(Patients.class, method, Map.of(FlowExtension.GRACE, "200"));
  }

  private static void assertClean(String method) {
    Runs runs = Runs.of(Patients.class, method, Map.of());
    assertEquals(0, runs.failures().size(), () -> runs.failures().toString());
  }

  private static String failure(String method) {
    Runs runs = run(method);
    assertEquals(1, runs.failures().size(), () -> runs.failures().toString());
    return String.valueOf(runs.failures().getFirst().getMessage());
  }

  private static void assertSays(String message, String... texts) {
    for (String text : texts) {
      assertTrue(message.contains(text), () -> "no '" + text + "' in: " + message);
    }
  }

  @Test
  void aFlowIsNamedWithWhereItWasOpened() {
    String message = failure("leavesAFlow(dev.hvsock.Listener)");
    assertSays(message, "flow ", " <-> ", "opened in Thread[", "LeakChecks$Patients.leavesAFlow");
  }

  @Test
  void aFlowInMemoryIsNamedToo() {
    assertSays(failure("leavesAFlowInMemory()"), "flow memory://pair-", "leavesAFlowInMemory");
  }

  @Test
  void aListenerIsNamedWithItsAddress() {
    String message = failure("leavesAListener(dev.hvsock.Address)");
    assertSays(message, "listener ", "leavesAListener(LeakChecks.java");
  }

  @Test
  void descriptorsAreNamed(@TempDir Path folder) throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "only Linux names descriptors");
    Files.writeString(folder.resolve("f"), "x");
    Patients.folder = folder;
    assertSays(failure("leavesASocketOfTheJdk()"), "descriptor ", ": socket:[");
    assertSays(failure("leavesAFile()"), "descriptor ", folder.resolve("f").toString());
  }

  @Test
  void threadsAreNamedWithWhatTheyDo() {
    String platform = failure("leavesAPlatformThread()");
    assertSays(platform, "\n  thread \"forgotten\"", "LeakChecks$Patients.awaitForgotten");
    String virtual = failure("leavesAVirtualThread()");
    assertSays(virtual, "virtual thread \"forgotten\"", "LeakChecks$Patients.awaitForgotten");
  }

  @Test
  void allThatAServerLeavesIsNamed() {
    String message = failure("leavesAReaderInAFlow(dev.hvsock.Address)");
    assertSays(
        message, "listener ", "virtual thread \"hvsock-accept ", "virtual thread \"hvsock-flow ");
  }

  @Test
  void memoryIsCounted() {
    assertSays(failure("leavesMemory()"), "262144 bytes of native memory");
  }

  @Test
  void aTestThatFailsFailsWithItsOwnFailure() {
    Runs runs = run("failsAndLeavesAListener(dev.hvsock.Address)");
    Throwable failure = runs.failures().getFirst();
    assertEquals("its own", failure.getMessage());
    assertSays(String.valueOf(failure.getSuppressed()[0].getMessage()), "listener ");
  }

  @Test
  void whatMayBeLeftIsForTheTestToSay() {
    assertClean("mayLeaveAListener(dev.hvsock.Address)");
    String message = failure("mayLeaveAListenerButNoThread(dev.hvsock.Address)");
    assertSays(message, "thread \"forgotten\"");
    assertTrue(!message.contains("listener"), message);
  }

  @Test
  void whatEndsALittleLaterIsNoLeak() {
    assertClean("isNotDoneAtOnce(dev.hvsock.FlowPair)");
  }

  @Test
  void aCleanTestPasses200Times() {
    String method = "isClean(dev.hvsock.FlowPair,dev.hvsock.Address)";
    Runs runs = Runs.of(Patients.class, method, Map.of());
    assertEquals(0, runs.failures().size(), () -> runs.failures().toString());
    assertEquals(200, runs.finished());
  }

  @Test
  void inParallelEachTestIsChargedWithItsOwnOnly() {
    Runs runs =
        Runs.of(
            AtOnce.class,
            Map.of(
                FlowExtension.GRACE,
                "200",
                "junit.jupiter.execution.parallel.enabled",
                "true",
                "junit.jupiter.execution.parallel.mode.default",
                "concurrent",
                "junit.jupiter.execution.parallel.config.strategy",
                "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism",
                "2"));
    assertEquals(2, runs.finished());
    assertEquals(1, runs.failures().size(), () -> runs.failures().toString());
    assertSays(
        String.valueOf(runs.failures().getFirst().getMessage()), "listener ", "AtOnce.listen");
  }
}
