package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.MemoryAddress;
import dev.hvsock.TcpAddress;
import dev.hvsock.TransportStatus;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What carries the flows of a test on this machine; see {@link Connected}, {@link Loopback}. */
public enum Medium {
  /** The first of {@link #VSOCK}, {@link #UNIX} and {@link #MEMORY} that works here. */
  BEST {
    @Override
    Optional<String> obstacle() {
      return Optional.empty();
    }

    @Override
    Medium chosen() {
      return Stream.of(VSOCK, UNIX)
          .filter(medium -> medium.obstacle().isEmpty())
          .findFirst()
          .orElse(MEMORY);
    }

    @Override
    Address freshAddress() throws IOException {
      return chosen().freshAddress();
    }
  },

  /**
   * AF_VSOCK from and to this machine itself, which takes {@code modprobe vsock_loopback}. Whether
   * it works is found out without sending anything.
   */
  VSOCK {
    @Override
    Optional<String> obstacle() {
      return unavailable("vsock loopback");
    }

    @Override
    Address freshAddress() {
      return VsockAddress.local(FIRST_PORT + COUNT.getAndIncrement());
    }
  },

  /** Unix sockets: abstract ones on Linux, others in the folder for temporary files. */
  UNIX {
    @Override
    Optional<String> obstacle() {
      return unavailable("unix");
    }

    @Override
    Address freshAddress() {
      String name =
          "hvsock-loopback-" + ProcessHandle.current().pid() + "-" + COUNT.getAndIncrement();
      return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")
          ? new UnixAddress("@" + name)
          : UnixAddress.of(Path.of(System.getProperty("java.io.tmpdir", ""), name));
    }
  },

  /** TCP on 127.0.0.1. */
  TCP {
    @Override
    Optional<String> obstacle() {
      return unavailable("tcp");
    }

    @Override
    Address freshAddress() throws IOException {
      try (var listener = Hvsock.listen(new TcpAddress("127.0.0.1", 0))) {
        return listener.localAddress();
      }
    }
  },

  /** Inside this process, without a kernel. */
  MEMORY {
    @Override
    Optional<String> obstacle() {
      return Optional.empty();
    }

    @Override
    Address freshAddress() {
      return new MemoryAddress("loopback", COUNT.getAndIncrement());
    }

    @Override
    FlowPair pair() {
      return Flows.pair();
    }
  };

  /** Above those that anybody is given, and seldom that of another process's test. */
  private static final long FIRST_PORT =
      0x4000_0000L + ThreadLocalRandom.current().nextInt(0x3000_0000);

  private static final AtomicLong COUNT = new AtomicLong(1);

  /** Why it does not work on this machine, ending with the remedy; empty if it works. */
  abstract Optional<String> obstacle();

  /** An address at which nobody listens and everybody may; another one each time. */
  abstract Address freshAddress() throws IOException;

  /** The one that this stands for. */
  Medium chosen() {
    return this;
  }

  /** The ends of a new stream, the connecting one first. */
  FlowPair pair() throws IOException {
    return chosen() == this ? FlowContract.through(freshAddress()) : chosen().pair();
  }

  private static Optional<String> unavailable(String transport) {
    List<TransportStatus> found =
        Statuses.ALL.stream().filter(status -> status.transport().equals(transport)).toList();
    return found.isEmpty()
        ? Optional.of("there is no " + transport + " on this system; try: over = Medium.BEST")
        : found.getFirst().unavailable();
  }

  /** Looked at once. */
  private static final class Statuses {
    static final List<TransportStatus> ALL = Hvsock.transports();
  }
}
