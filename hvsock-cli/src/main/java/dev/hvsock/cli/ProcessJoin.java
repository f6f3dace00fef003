package dev.hvsock.cli;

import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * A flow joined to the standard input and output of a process of its own. The peer's half-close is
 * the end of the process's input; the end of the process's output, the end of the flow.
 *
 * <p>Two platform threads move the bytes, because pipes block them in the kernel.
 */
final class ProcessJoin {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Flow flow;
  private final String command;
  private volatile @Nullable IOException failure;

  ProcessJoin(Flow flow, String command) {
    this.flow = flow;
    this.command = command;
  }

  /**
   * Runs the process until its output has ended and it has exited, and closes the flow.
   *
   * @return the process's exit status
   */
  int run() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Shell.command(command))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      return join(process);
    } finally {
      destroy(process);
    }
  }

  private int join(Process process) throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().name("hvsock-exec-in").start(() -> feed(process));
    Thread drain = Thread.ofPlatform().daemon().name("hvsock-exec-out").start(() -> drain(process));
    drain.join();
    int status = process.waitFor();
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
    flow.close();
    return status;
  }

  /** Copies from the flow to the process. Only a reset says that nobody waits for the answer. */
  private void feed(Process process) {
    try (OutputStream stdin = process.getOutputStream()) {
      byte[] bytes = new byte[BUFFER_BYTES];
      for (int n = read(bytes); n >= 0; n = read(bytes)) {
        if (!feed(stdin, bytes, n)) {
          flow.shutdownInput();
          return;
        }
      }
    } catch (FlowResetException e) {
      failure = e;
      destroy(process);
    } catch (ClosedChannelException e) {
      destroy(process); // unless it is over, which is why the flow was closed
    } catch (IOException e) {
      // The process took the end of its input for nothing: it is over.
    }
  }

  private int read(byte[] bytes) throws IOException {
    return flow.read(ByteBuffer.wrap(bytes));
  }

  /** Gives the process a piece, or gives false if it takes no more, which is its good right. */
  private static boolean feed(OutputStream stdin, byte[] bytes, int length) {
    try {
      stdin.write(bytes, 0, length);
      stdin.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Copies from the process to the flow. If the peer takes no more, the process finds its output
   * closed, as it would at the head of a pipeline.
   */
  private void drain(Process process) {
    try (InputStream stdout = process.getInputStream()) {
      byte[] bytes = new byte[BUFFER_BYTES];
      for (int n = stdout.read(bytes); n >= 0; n = stdout.read(bytes)) {
        flow.write(ByteBuffer.wrap(bytes, 0, n));
      }
    } catch (FlowClosedException e) {
      // Closing the pipe tells the process.
    } catch (IOException e) {
      if (failure == null) {
        failure = e;
      }
    }
  }

  private static void destroy(Process process) {
    if (process.isAlive()) {
      destroyAll(process.toHandle());
      process.destroy();
    }
  }

  /** Ends what {@code parent} has started, and what that has. */
  static void destroyAll(ProcessHandle parent) {
    parent.descendants().forEach(ProcessHandle::destroy);
  }
}
