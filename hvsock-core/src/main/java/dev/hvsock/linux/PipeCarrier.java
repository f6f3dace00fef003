package dev.hvsock.linux;

import dev.hvsock.engine.Attempt;
import dev.hvsock.engine.Carrier;
import java.io.IOException;

/**
 * Carries from one socket to another by {@code splice(2)}, through a pipe: the bytes stay in the
 * kernel.
 */
final class PipeCarrier implements Carrier {
  private final LinuxFlow source;
  private final LinuxFlow sink;
  private final Pipe pipe;
  private final Attempt taking;
  private final Attempt giving;
  private long loaded;

  /** Takes over {@code pipe}, which is empty. */
  PipeCarrier(LinuxFlow source, LinuxFlow sink, Pipe pipe) {
    this.source = source;
    this.sink = sink;
    this.pipe = pipe;
    this.taking = () -> source.receive(pipe);
    this.giving = () -> sink.send(pipe);
  }

  @Override
  public int load() throws IOException {
    int n = source.take(taking);
    loaded += Math.max(n, 0);
    return n;
  }

  @Override
  public void unload() throws IOException {
    sink.give(giving, pipe.held());
  }

  @Override
  public long delivered() {
    return loaded - pipe.held();
  }

  @Override
  public void close() {
    pipe.giveBack();
  }
}
