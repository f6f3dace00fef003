package dev.hvsock.transfer;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.UnixAddress;
import dev.hvsock.transfer.files.Reasons;
import dev.hvsock.transfer.wire.Ending;
import dev.hvsock.transfer.wire.PeerFailedException;
import dev.hvsock.transfer.wire.PeerText;
import dev.hvsock.transfer.wire.Role;
import dev.hvsock.transfer.wire.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.time.Duration;

/**
 * One transfer over one flow, from the greeting on: what fails is told to the peer, and thrown with
 * operation and address.
 */
final class Session {
  private final String operation;
  private final Flow flow;
  private final Role role;
  private final Wire wire;
  private final long start = System.nanoTime();
  private boolean greeted;

  private Session(String operation, Flow flow, Role role, Duration patience) {
    this.operation = operation;
    this.flow = flow;
    this.role = role;
    this.wire = new Wire(flow, patience);
  }

  /** What the ends do after they have greeted each other. */
  interface Work<R> {
    /** Does it, beginning at {@code start} by {@link System#nanoTime}. */
    R run(Wire wire, long start) throws IOException;
  }

  /** Does the work in that role; aborts the flow if that fails. */
  static <R> R run(String operation, Flow flow, Role role, Duration patience, Work<R> work)
      throws IOException {
    Session session = new Session(operation, flow, role, patience);
    boolean done = false;
    try {
      session.wire.greet(role);
      session.greeted = true;
      R result = work.run(session.wire, session.start);
      done = true;
      return result;
    } catch (IOException e) {
      throw session.failed(e);
    } finally {
      if (!done) {
        flow.abort();
      }
    }
  }

  /** Tells the peer, if it should know, and makes what the caller is told. */
  private IOException failed(IOException e) {
    String reason = Reasons.of(e);
    return switch (e) {
      case PeerFailedException peer -> new TransferRefusedException(text(peer));
      case ProtocolException protocol -> {
        tell(Ending.PROTOCOL, reason);
        yield new ProtocolException(text("the peer breaks the protocol: " + reason));
      }
      case TransferRefusedException refused -> {
        tell(Ending.REFUSED, reason);
        yield new TransferRefusedException(text(reason));
      }
      case SocketTimeoutException timeout -> {
        tell(Ending.FAILURE, "it is silent or too slow");
        yield new SocketTimeoutException(text(reason));
      }
      case InterruptedIOException interrupted -> {
        tellInterrupted();
        yield interrupted;
      }
      case ClosedByInterruptException interrupted -> {
        tellInterrupted();
        yield Blocks.interrupted();
      }
      case EOFException end -> new EOFException(text(reason + remedy()));
      case FileSystemException file -> {
        tell(Ending.FAILURE, reason);
        yield new IOException(text(reason + " (" + file.getFile() + ")"), file);
      }
      case ClosedChannelException closed -> closed;
      default -> {
        tell(Ending.FAILURE, reason);
        yield e;
      }
    };
  }

  /**
   * For a peer that ends without a reason; before its greeting it has hardly a passing one. A
   * server can do nothing about it.
   */
  private String remedy() {
    if (role == Role.SERVE) {
      return "";
    }
    return greeted
        ? "; try: once more, and go on with what is there"
        : "; try: -v at the other end, which may let others in only (--allow-cid), or speak TLS (--tls)";
  }

  private String text(PeerFailedException peer) {
    return switch (peer.why()) {
      case PROTOCOL -> text("the peer takes this end for broken: " + peer.getMessage());
      case REFUSED -> text("the peer refuses: " + peer.getMessage());
      case FAILURE -> text("the peer failed: " + peer.getMessage());
      case STOPPED -> text("the peer was stopped: " + peer.getMessage());
    };
  }

  private String text(String reason) {
    return operation + " " + named() + ": " + PeerText.shown(reason);
  }

  /** Who connected to a unix socket has no name: where it was accepted stands in for it. */
  private Address named() {
    Address remote = flow.remoteAddress();
    return remote instanceof UnixAddress unix && unix.isUnnamed() ? flow.localAddress() : remote;
  }

  private void tellInterrupted() {
    boolean interrupted = Thread.interrupted();
    tell(Ending.STOPPED, "interrupted");
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Ending why, String reason) {
    try {
      wire.fail(why, reason);
    } catch (IOException e) {
      // The peer is gone, or does not listen.
    }
  }
}
