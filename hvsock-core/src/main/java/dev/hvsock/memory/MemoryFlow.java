package dev.hvsock.memory;

import dev.hvsock.Flow;
import dev.hvsock.MemoryAddress;
import dev.hvsock.engine.DuplexFlow;
import dev.hvsock.engine.FlowLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** One end of a stream inside this process. */
public final class MemoryFlow extends DuplexFlow {
  private final MemoryPipe incoming;
  private final MemoryPipe outgoing;

  private MemoryFlow(
      MemoryAddress local, MemoryAddress remote, MemoryPipe incoming, MemoryPipe outgoing) {
    super(local, remote, incoming::obtainReader, outgoing::obtainWriter, FlowLimits.standard());
    this.incoming = incoming;
    this.outgoing = outgoing;
  }

  /** Both ends of a new stream, which holds up to {@code capacity} bytes each way. */
  public static List<Flow> pair(MemoryAddress one, MemoryAddress other, int capacity) {
    MemoryPipe there = new MemoryPipe(capacity);
    MemoryPipe back = new MemoryPipe(capacity);
    return List.of(
        new MemoryFlow(one, other, back, there), new MemoryFlow(other, one, there, back));
  }

  @Override
  protected int receive(ByteBuffer dst) throws IOException {
    return incoming.receive(dst, remoteAddress());
  }

  @Override
  protected int send(ByteBuffer src) throws IOException {
    return outgoing.send(src, remoteAddress());
  }

  @Override
  protected void probePeer() throws IOException {
    outgoing.probe(remoteAddress());
  }

  @Override
  protected void endInput() {
    incoming.endReading();
  }

  @Override
  protected void endOutput() {
    outgoing.endWriting();
  }

  @Override
  protected void free(boolean abruptly) {
    if (abruptly) {
      incoming.reset();
      outgoing.reset();
    } else {
      incoming.endReading();
      outgoing.endWriting();
    }
  }
}
