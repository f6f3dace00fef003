package dev.hvsock.channel;

import dev.hvsock.spi.Transport;
import java.nio.channels.spi.SelectorProvider;

/** The door of this package. */
public final class ChannelTransports {
  private static final ChannelTransport UNIX = new ChannelTransport(SelectorProvider.provider());

  private ChannelTransports() {}

  /** The transport over AF_UNIX. */
  public static Transport unix() {
    return UNIX;
  }
}
