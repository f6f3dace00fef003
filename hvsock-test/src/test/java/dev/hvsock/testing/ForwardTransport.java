package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.HypervAddress;
import dev.hvsock.Listener;
import dev.hvsock.TcpAddress;
import dev.hvsock.TransportStatus;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of flow that are forwarded between, as far as this machine has them. */
enum ForwardTransport {
  MEMORY,
  UNIX,
  ABSTRACT,
  TCP,
  /** Frames over unix. */
  FRAMED,
  /** Only on Windows, and where a library stands in for it. */
  HYPERV,
  /** Only where the kernel has the loopback, such as in a guest; elsewhere CID 1 leaves it. */
  VSOCK;

  /** The system property that names the transport which every pair is to have. */
  static final String ONLY = "hvsock.joints.only";

  private static final long FIRST_PORT = 0x3000_0000;
  private static final AtomicLong NAMES = new AtomicLong();

  /** Those that work here. */
  static List<ForwardTransport> available() {
    Set<String> names =
        Hvsock.transports().stream()
            .filter(TransportStatus::isAvailable)
            .map(TransportStatus::transport)
            .collect(Collectors.toSet());
    return Stream.of(values()).filter(transport -> transport.isAmong(names)).toList();
  }

  private boolean isAmong(Set<String> transports) {
    return switch (this) {
      case MEMORY -> true;
      case UNIX, FRAMED -> transports.contains("unix");
      case ABSTRACT -> transports.contains("unix") && !transports.contains("hyperv");
      case TCP -> transports.contains("tcp");
      case HYPERV -> transports.contains("hyperv");
      case VSOCK -> transports.contains("vsock loopback");
    };
  }

  /** Those that a program was told to use, or else these. */
  static List<ForwardTransport> named(String[] arguments, ForwardTransport... otherwise) {
    return arguments.length == 0
        ? List.of(otherwise)
        : Stream.of(arguments).map(ForwardTransport::valueOf).toList();
  }

  /** Those that work here and have listeners. */
  static List<ForwardTransport> listening() {
    return available().stream().filter(transport -> transport != MEMORY).toList();
  }

  /**
   * Every pair of those that work here; of those that {@value #ONLY} is part of, if that is set, as
   * it is in a guest, where time is dear and the others have been looked at on the machine itself.
   */
  static List<Joint> joints() {
    Optional<ForwardTransport> only =
        Optional.ofNullable(System.getProperty(ONLY)).map(ForwardTransport::valueOf);
    List<Joint> joints = new ArrayList<>();
    for (ForwardTransport left : available()) {
      for (ForwardTransport right : available()) {
        if (only.isEmpty() || left == only.get() || right == only.get()) {
          joints.add(new Joint(left, right));
        }
      }
    }
    return joints;
  }

  /**
   * What a forwarder joins.
   *
   * @param left the kind of its first flow
   * @param right the kind of its second flow
   */
  record Joint(ForwardTransport left, ForwardTransport right) {
    @Override
    public String toString() {
      return left + " to " + right;
    }
  }

  /** Two connected flows: the first is the client's end, the second was accepted. */
  FlowPair connect() throws IOException {
    if (this == MEMORY) {
      return Flows.pair();
    }
    try (Listener listener = Hvsock.listen(fresh())) {
      Flow client = Hvsock.connect(listener.localAddress());
      return new FlowPair(client, listener.accept());
    }
  }

  /** Whether an abort with unread input shows as a reset at the other end. */
  boolean showsReset() {
    return this != VSOCK;
  }

  /** Whether {@link Flow#shutdownInput} makes the peer's writes fail. */
  boolean showsInputShutdown() {
    return this != TCP && this != HYPERV;
  }

  /** An address to listen at that nobody else uses. */
  Address fresh() throws IOException {
    long number = NAMES.incrementAndGet();
    return switch (this) {
      case MEMORY -> throw new UnsupportedOperationException("memory pairs have no listener");
      case UNIX -> UnixAddress.of(directory().resolve("s"));
      case ABSTRACT ->
          UnixAddress.abstractName("hvsock-test-" + ProcessHandle.current().pid() + "-" + number);
      case TCP -> new TcpAddress("127.0.0.1", 0);
      case FRAMED -> new FramedAddress(UNIX.fresh());
      case HYPERV -> HypervAddress.of(HypervAddress.LOOPBACK, FIRST_PORT + number);
      case VSOCK -> VsockAddress.local(VsockAddress.ANY_PORT);
    };
  }

  private static Path directory() throws IOException {
    Path directory = Files.createTempDirectory("hvsock");
    directory.toFile().deleteOnExit();
    return directory;
  }
}
