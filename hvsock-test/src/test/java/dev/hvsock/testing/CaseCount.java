package dev.hvsock.testing;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Tells, when a class has run, how many of its cases did between host and guest. */
final class CaseCount implements BeforeAllCallback, AfterAllCallback, TestWatcher {
  private final AtomicInteger ran = new AtomicInteger();
  private final String ends;
  private volatile long start;

  /** Of cases between these ends. */
  CaseCount(String ends) {
    this.ends = ends;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start = System.nanoTime();
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    ran.incrementAndGet();
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    ran.incrementAndGet();
  }

  @SuppressWarnings("SystemOut") // for whoever reads the build's output
  @Override
  public void afterAll(ExtensionContext context) {
    Optional<String> why = context.getExecutionException().map(Throwable::getMessage);
    // In one piece, for other classes print too.
    System.out.println(
        "hvsock: [%s]: %d cases ran %s over %s%s"
            .formatted(
                context.getDisplayName(),
                ran.get(),
                ends,
                HostGuest.LINK,
                why.map(reason -> ": " + reason).orElse(" in %d s".formatted(seconds()))));
  }

  private long seconds() {
    return (System.nanoTime() - start) / 1_000_000_000;
  }
}
