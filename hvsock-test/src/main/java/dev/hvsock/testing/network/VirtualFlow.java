package dev.hvsock.testing.network;

import dev.hvsock.BufferSizes;
import dev.hvsock.engine.DuplexFlow;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.testing.Segment.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One end of a connection. */
final class VirtualFlow extends DuplexFlow {
  private final Connection connection;
  private final Line incoming;
  private final Line outgoing;
  private final Host host;
  private volatile boolean used;

  VirtualFlow(Connection connection, Line incoming, Line outgoing, Host host, FlowLimits limits) {
    super(outgoing.from(), outgoing.to(), incoming::obtainReader, outgoing::obtainWriter, limits);
    this.connection = connection;
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.host = host;
  }

  /** Whether anybody has done anything with it. */
  boolean isUsed() {
    return used;
  }

  private void enter() {
    connection.crowd().enter();
    if (!used) {
      used = true;
      connection.crowd().meet(this);
    }
    connection.enter();
  }

  private void exit() {
    connection.exit();
    connection.crowd().leave();
  }

  @Override
  protected int receive(ByteBuffer dst) throws IOException {
    enter();
    try {
      return incoming.receive(dst);
    } finally {
      exit();
    }
  }

  @Override
  protected int send(ByteBuffer src) throws IOException {
    enter();
    try {
      return outgoing.send(src);
    } finally {
      exit();
    }
  }

  @Override
  protected void probePeer() throws IOException {
    enter();
    try {
      outgoing.checkReader();
    } finally {
      exit();
    }
  }

  @Override
  protected Optional<BufferSizes> buffers() {
    enter();
    try {
      return Optional.of(new BufferSizes(outgoing.capacity(), incoming.capacity()));
    } finally {
      exit();
    }
  }

  @Override
  protected void endInput() {
    enter();
    try {
      if (incoming.endInput() && connection.isWhole()) {
        outgoing.depart(Kind.SHUTDOWN_INPUT, 0);
      }
    } finally {
      exit();
    }
  }

  @Override
  protected void endOutput() {
    enter();
    try {
      outgoing.endOutput();
    } finally {
      exit();
    }
  }

  @Override
  protected void free(boolean abruptly) {
    enter();
    try {
      incoming.prober().stop();
      if (abruptly) {
        incoming.endInput();
        resetPeer();
      } else {
        endInput();
        endOutput();
      }
      connection.leave();
    } finally {
      exit();
    }
    host.remove(this);
  }

  private void resetPeer() {
    if (connection.isWhole()) {
      outgoing.reset();
    }
  }
}
