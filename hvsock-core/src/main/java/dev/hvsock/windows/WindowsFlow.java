package dev.hvsock.windows;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.engine.DuplexFlow;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.engine.LeakReport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A flow over a connected stream socket of Windows. */
final class WindowsFlow extends DuplexFlow {
  private final WindowsSocket socket;
  private final Receiving receiving;
  private final Sending sending;
  private final Cleaner.Cleanable leakReport;
  // Guarded by the input's turn.
  private boolean inputEnded;

  /** Takes over a connected socket, which is this flow's to close. */
  WindowsFlow(WindowsSocket socket, Address local, Address remote, FlowLimits limits) {
    this(socket, new Receiving(socket), new Sending(socket), local, remote, limits);
  }

  private WindowsFlow(
      WindowsSocket socket,
      Receiving receiving,
      Sending sending,
      Address local,
      Address remote,
      FlowLimits limits) {
    super(local, remote, receiving, sending, limits);
    this.socket = socket;
    this.receiving = receiving;
    this.sending = sending;
    this.leakReport = LeakReport.watch(this, socket);
  }

  @Override
  protected int receive(ByteBuffer dst) throws IOException {
    if (inputEnded) {
      return END;
    }
    if (!receiving.hasArrived()) {
      int n = arrive();
      if (n <= 0) {
        return n;
      }
    }
    return receiving.moveTo(dst);
  }

  /** Gives more than 0 if something has arrived. */
  private int arrive() throws IOException {
    if (!receiving.isInFlight() && !receiving.isDone()) {
      int result = receiving.begin();
      if (result < 0) {
        return ended(result);
      }
    }
    if (receiving.isInFlight()) {
      return WOULD_BLOCK;
    }
    int n = receiving.takeArrived();
    return n > 0 ? n : n == 0 ? END : ended(n);
  }

  private int ended(int result) throws IOException {
    return switch (WsaError.of(result)) {
      case WSAEDISCON, WSAESHUTDOWN -> END;
      default -> throw WindowsFailures.transfer("read", remoteAddress(), result);
    };
  }

  @Override
  protected int send(ByteBuffer src) throws IOException {
    if (isSending()) {
      settle();
    }
    return isSending() ? WOULD_BLOCK : checked(sending.begin(src));
  }

  @Override
  protected boolean isSending() {
    return sending.isInFlight() || sending.isDone();
  }

  @Override
  protected int settle() throws IOException {
    if (sending.isInFlight()) {
      return WOULD_BLOCK;
    }
    if (sending.isDone()) {
      checked(sending.takeSent());
    }
    return END;
  }

  private int checked(int result) throws IOException {
    if (result < 0) {
      throw WindowsFailures.transfer("write", remoteAddress(), result);
    }
    return result;
  }

  /** What was sent before and failed is all there is to know: asking Windows would take bytes. */
  @Override
  protected void probePeer() throws IOException {
    settle();
  }

  @Override
  protected Optional<BufferSizes> buffers() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return Optional.of(socket.bufferSizes(arena));
    }
  }

  @Override
  protected void endInput() throws IOException {
    // On tcp this would tell the peer nothing, and keep us from reading on at close, which spares
    // the peer a reset.
    if (!socket.isTcp()) {
      inputEnded = true;
      receiving.cancel();
      ignoreGone("shutdownInput", socket.shutdown(Winsock.SD_RECEIVE));
    }
  }

  @Override
  protected void endOutput() throws IOException {
    ignoreGone("shutdownOutput", sending.endOutput());
  }

  private void ignoreGone(String operation, int result) throws IOException {
    // The peer may be gone, and with it the direction that was to be ended.
    switch (WsaError.of(result)) {
      case WSAENOTCONN, WSAECONNRESET, WSAECONNABORTED, WSAESHUTDOWN -> {}
      default -> {
        if (result < 0) {
          throw WindowsFailures.transfer(operation, remoteAddress(), result);
        }
      }
    }
  }

  @Override
  protected void free(boolean abruptly) {
    receiving.end();
    boolean sentAll = sending.end();
    if (abruptly || !sentAll) {
      try (Arena arena = Arena.ofConfined()) {
        socket.resetOnClose(arena);
      } catch (IOException e) {
        // The peer sees an end instead of a reset.
      }
    }
    socket.close();
    leakReport.clean();
  }
}
