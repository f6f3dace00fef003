package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of somebody else's that is the other end of our tool: its command to listen, and to
 * connect.
 */
enum Peer {
  SOCAT("socat", "socat") {
    @Override
    List<String> listen(Address at) {
      return List.of("socat", "-t", LINGER, address("LISTEN", at), "-");
    }

    @Override
    List<String> connect(Address to) {
      return List.of("socat", "-t", LINGER, "-", address("CONNECT", to));
    }

    private String address(String verb, Address address) {
      return switch (address) {
        case VsockAddress vsock ->
            verb.equals("LISTEN")
                ? "VSOCK-LISTEN:" + vsock.port()
                : "VSOCK-CONNECT:" + vsock.cid() + ":" + vsock.port();
        case UnixAddress unix -> "UNIX-" + verb + ":" + unix.name();
        default -> throw new IllegalArgumentException(address.toString());
      };
    }
  },
  NCAT("ncat", "ncat") {
    @Override
    List<String> listen(Address at) {
      return switch (at) {
        case VsockAddress vsock -> List.of("ncat", "--vsock", "-l", Long.toString(vsock.port()));
        case UnixAddress unix -> List.of("ncat", "-U", "-l", unix.name());
        default -> throw new IllegalArgumentException(at.toString());
      };
    }

    @Override
    List<String> connect(Address to) {
      return switch (to) {
        case VsockAddress vsock ->
            List.of("ncat", "--vsock", Long.toString(vsock.cid()), Long.toString(vsock.port()));
        case UnixAddress unix -> List.of("ncat", "-U", unix.name());
        default -> throw new IllegalArgumentException(to.toString());
      };
    }
  },
  PYTHON("python3", "python3") {
    @Override
    List<String> listen(Address at) {
      return script("listen", at);
    }

    @Override
    List<String> connect(Address to) {
      return script("connect", to);
    }

    private List<String> script(String verb, Address address) {
      return List.of("python3", "-c", PYTHON_JOIN, verb, address.toString());
    }
  };

  private final String program;
  private final String packages;

  Peer(String program, String packages) {
    this.program = program;
    this.packages = packages;
  }

  /**
   * How long, in seconds, socat lets one direction go on after the other has ended; it would be
   * half a second.
   */
  private static final String LINGER = "30";

  /** Joins a flow to standard input and output, each direction for itself. */
  private static final String PYTHON_JOIN =
      """
      import os, socket, sys, threading
      verb, address = sys.argv[1:]
      if address.startswith('vsock://'):
          cid, port = address[8:].split(':')
          name = ({'local': 1, 'any': socket.VMADDR_CID_ANY}[cid], int(port))
          s = socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)
      else:
          name = address[5:]
          s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
      if verb == 'listen':
          s.bind(name)
          s.listen(1)
          print('listening', file=sys.stderr, flush=True)
          s = s.accept()[0]
      else:
          s.connect(name)
      def send():
          while data := os.read(0, 65536):
              s.sendall(data)
          s.shutdown(socket.SHUT_WR)
      sender = threading.Thread(target=send)
      sender.start()
      while data := s.recv(65536):
          while data:
              data = data[os.write(1, data):]
      os.close(1)
      sender.join()
      """;

  /** The command with which socat accepts one flow and joins it to a process. */
  static List<String> socatServing(Address at, String command) {
    List<String> joined = new ArrayList<>(SOCAT.listen(at));
    joined.set(joined.size() - 1, "SYSTEM:" + command);
    return joined;
  }

  /** The command with which socat accepts one flow and writes all of it to standard output. */
  static List<String> socatReceiving(Address at) {
    return List.of("socat", "-u", SOCAT.listen(at).get(3), "-");
  }

  /** The command with which socat connects and sends standard input. */
  static List<String> socatSending(Address to) {
    return List.of("socat", "-u", "-", SOCAT.connect(to).get(4));
  }

  /** The command with which socat accepts flows and echoes each. */
  static List<String> socatEchoing(Address at) {
    return List.of("socat", SOCAT.listen(at).get(3) + ",fork,backlog=64", "PIPE");
  }

  /** Skips the test where this peer is missing; in CI, where none may be missing, fails it. */
  void assumeInstalled() {
    Installed.assume(program, packages);
  }

  /** The command that accepts one flow and joins it to its standard input and output. */
  abstract List<String> listen(Address at);

  /** The command that connects and joins the flow to its standard input and output. */
  abstract List<String> connect(Address to);
}
