package dev.hvsock.framed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TransportStatus;
import dev.hvsock.TransportUnavailableException;
import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What fails below is told at the address that the user knows. */
@Timeout(60)
class FramedFailuresTest {

  @Test
  void nobodyListens() {
    Address address = new FramedAddress(Wire.fresh());
    ConnectException e = assertThrows(ConnectException.class, () -> Hvsock.connect(address));
    assertEquals(
        "connect "
            + address
            + ": nobody listens there (ECONNREFUSED); try: a listener there first, or waiting for one (--retry, retryFor)",
        e.getMessage());
    assertInstanceOf(ConnectException.class, e.getCause());
  }

  @Test
  void somebodyListensAlready() throws Exception {
    Address address = new FramedAddress(Wire.fresh());
    try (Listener listener = Hvsock.listen(address)) {
      BindException e = assertThrows(BindException.class, () -> Hvsock.listen(address));
      assertEquals(
          "listen "
              + listener.localAddress()
              + ": somebody listens there already (EADDRINUSE); try: another port or name",
          e.getMessage());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theTransportIsNotThere() {
    TransportUnavailableException e =
        assertThrows(
            TransportUnavailableException.class,
            () -> Hvsock.connect(Address.parse("framed:hyperv://parent/5000")));
    assertEquals(
        "connect framed:hyperv://parent/5000: AF_HYPERV is only on Windows;"
            + " try: vsock://host:5000, from a guest",
        e.getMessage());
  }

  @Test
  void thePeerIsGone() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.framed().write(ByteBuffer.allocate(1));
      wire.raw().abort(); // with a byte unread
      IOException e =
          assertThrows(IOException.class, () -> wire.framed().read(ByteBuffer.allocate(1)));
      assertEquals(
          "read " + wire.framed().remoteAddress() + ": the peer is gone (ECONNRESET)",
          e.getMessage());
    }
  }

  /** Somebody else's, whose flows have nothing to do with the engine. */
  @Test
  void aTransportThatCannotCarryFramesSaysSo() {
    Transport foreign =
        new Transport() {
          @Override
          public String scheme() {
            return "memory";
          }

          @Override
          public List<TransportStatus> status() {
            return List.of();
          }

          @Override
          public Flow connect(Address address, ConnectOptions options) {
            return Flows.of(Optional::empty, src -> {});
          }

          @Override
          public Listener listen(Address address, ListenOptions options) {
            throw new UnsupportedOperationException();
          }
        };
    TransportUnavailableException e =
        assertThrows(
            TransportUnavailableException.class,
            () ->
                new FramedTransport(foreign)
                    .connect(Address.parse("framed:memory://a:1"), new ConnectOptions()));
    assertEquals(
        "connect framed:memory://a:1: the flows of this transport cannot carry frames;"
            + " try: the address without 'framed:'",
        e.getMessage());
  }
}
