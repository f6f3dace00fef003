package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work done in the kind of thread that was asked for. */
@Timeout(30)
final class ThreadKindTest {

  @ParameterizedTest
  @EnumSource
  void isWhatTheWorkRunsIn(ThreadKind kind) throws Exception {
    boolean virtual = kind == ThreadKind.virtual;
    assertEquals(virtual, kind.call(() -> Thread.currentThread().isVirtual()));
    for (ThreadKind outer : ThreadKind.values()) {
      assertEquals(virtual, outer.call(() -> kind.call(() -> Thread.currentThread().isVirtual())));
    }
  }

  @ParameterizedTest
  @EnumSource
  void passesFailuresOn(ThreadKind kind) {
    IOException expected = new IOException();
    assertSame(
        expected,
        assertThrows(
            IOException.class,
            () ->
                kind.call(
                    () -> {
                      throw expected;
                    })));
    IllegalStateException unexpected = new IllegalStateException();
    assertSame(
        unexpected,
        assertThrows(
            IllegalStateException.class,
            () ->
                kind.call(
                    () -> {
                      throw unexpected;
                    })));
  }

  @Test
  void passesAnInterruptOn() throws Exception {
    CompletableFuture<Thread> worker = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () ->
                    assertThrows(
                        InterruptedException.class,
                        () ->
                            ThreadKind.virtual.call(
                                () -> {
                                  worker.complete(Thread.currentThread());
                                  try {
                                    TimeUnit.MINUTES.sleep(1);
                                    return interrupted.complete(false);
                                  } catch (InterruptedException e) {
                                    return interrupted.complete(true);
                                  }
                                })));
    worker.get();
    caller.interrupt();
    assertTrue(interrupted.get());
    caller.join();
  }
}
