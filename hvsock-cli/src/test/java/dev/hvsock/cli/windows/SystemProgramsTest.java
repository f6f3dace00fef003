package dev.hvsock.cli.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs run to their end, or are ended. */
@Timeout(60)
final class SystemProgramsTest {
  @TempDir Path folder;

  private final SystemPrograms programs = new SystemPrograms(Duration.ofSeconds(30));

  private static List<String> shell(String script) {
    return List.of("sh", "-c", script);
  }

  @Test
  void whatAProgramLeaves() throws IOException {
    assertEquals(
        new ProgramEnd(3, "out\n", "err\n"), programs.run(shell("echo out; echo err >&2; exit 3")));
  }

  @Test
  void thereIsNothingToRead() throws IOException {
    assertEquals(new ProgramEnd(0, "", ""), programs.run(List.of("cat")));
  }

  @Test
  void bothOutputsAreReadAtOnce() throws IOException {
    String script =
        "head -c 300000 /dev/zero | tr '\\0' e >&2; head -c 300000 /dev/zero | tr '\\0' o";
    ProgramEnd end = programs.run(shell(script));
    assertEquals("o".repeat(300_000), end.output());
    assertEquals("e".repeat(300_000), end.errors());
  }

  @Test
  void utf16IsRead() throws IOException {
    assertEquals(
        "hé\r\n", programs.run(shell("printf 'h\\000\\351\\000\\r\\000\\n\\000'")).output());
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    ProgramMissingException e =
        assertThrows(
            ProgramMissingException.class, () -> programs.run(List.of("no-such-program.exe")));
    assertEquals(
        "run no-such-program.exe: there is no such program here, or you may not run it",
        e.getMessage());
  }

  @Test
  void oneThatTakesTooLongIsEndedWithItsChildren() throws Exception {
    Path pid = folder.resolve("pid");
    SystemPrograms hasty = new SystemPrograms(Duration.ofMillis(500));
    SocketTimeoutException e =
        assertThrows(
            SocketTimeoutException.class,
            () -> hasty.run(shell("sleep 50 & echo $! > " + pid + "; wait")));
    assertEquals("run sh: it still ran after 500 ms", e.getMessage());
    long child = Long.parseLong(Files.readString(pid).strip());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (isAlive(child) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertFalse(isAlive(child), "its child lives on");
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  @Test
  void oneThatSaysTooMuchIsEnded() {
    IOException e = assertThrows(IOException.class, () -> programs.run(List.of("yes")));
    assertTrue(
        String.valueOf(e.getMessage()).endsWith(": it says more than 4194304 bytes"),
        e::getMessage);
  }

  @Test
  void whoeverIsInterruptedStopsWaiting() throws Exception {
    FutureTask<Boolean> waiting =
        new FutureTask<>(
            () -> {
              assertThrows(
                  InterruptedIOException.class, () -> programs.run(List.of("sleep", "50")));
              return Thread.currentThread().isInterrupted();
            });
    Thread thread = Thread.ofPlatform().start(waiting);
    TimeUnit.MILLISECONDS.sleep(200);
    thread.interrupt();
    assertTrue(waiting.get(20, TimeUnit.SECONDS), "the interrupt status is gone");
  }
}
