package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.TcpAddress;
import dev.hvsock.wine.WindowsJava;
import dev.hvsock.wine.Wine;
import java.io.IOException;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The tool on a Windows JVM, under Wine, where AF_HYPERV is emulated: this shows what the tool
 * does, and nothing of what Hyper-V does.
 */
@Tag("wine")
@Timeout(180)
class WineIT {
  private static final String GUEST = "6c0e0b5e-7a4e-4b3c-9d4f-2f6c1d7a9b10";
  private static final String SERVICES =
      "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization"
          + "\\GuestCommunicationServices";
  private static final String SERVICE = "00001776-facb-11e6-bd58-64006a7986d3"; // of port 6006
  private static final byte[] OURS = random(1);
  private static final byte[] THEIRS = random(2);

  private static @Nullable Wine wine;

  private static byte[] random(long seed) {
    byte[] bytes = new byte[1 << 20];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @BeforeAll
  @SuppressWarnings("SystemOut") // for whoever reads the build's output
  static void open() throws IOException {
    wine = Wine.openOrSkip();
    System.out.println("hvsock: the tool runs on " + windows().description());
  }

  @AfterAll
  static void close() {
    if (wine != null) {
      wine.close();
    }
  }

  @BeforeEach
  void forget() throws Exception {
    forgetServices(wine());
  }

  private static Wine wine() {
    return Objects.requireNonNull(wine);
  }

  private static WindowsJava windows() {
    return WindowsJava.in(wine());
  }

  private static Tool start(WindowsJava java, String... arguments) throws IOException {
    return Tool.program(java.run(Tool.classPath(), Main.class.getName(), arguments));
  }

  private static Tool.End run(WindowsJava java, String... arguments) throws Exception {
    try (Tool tool = start(java, arguments)) {
      tool.endInput();
      return tool.end();
    }
  }

  /** What Windows' own tool says of a service in the registry, independent of ours. */
  private static Tool.End registered() throws Exception {
    return reg(wine(), "query", SERVICES + "\\" + SERVICE, "/v", "ElementName");
  }

  private static Tool.End reg(Wine wine, String... arguments) throws Exception {
    try (Tool tool = Tool.program(wine.program("reg.exe", arguments))) {
      return tool.end();
    }
  }

  /** Lest a test finds what another one has registered, or one that failed days ago. */
  static void forgetServices(Wine wine) throws Exception {
    reg(wine, "delete", SERVICES, "/f");
  }

  /** One way to its end first, and then the other. */
  private static void exchange(Side first, Side second) throws Exception {
    first.give(OURS);
    second.take(OURS);
    second.give(THEIRS);
    first.end(THEIRS);
    second.end(OURS);
  }

  private static void listenAndConnect(WindowsJava java, String listen, String connect)
      throws Exception {
    try (Tool listening = start(java, "listen", listen)) {
      listening.listening();
      try (Tool connecting = start(java, "connect", connect)) {
        exchange(Side.of(connecting), Side.of(listening));
      }
    }
  }

  @Test
  void overTheLoopbackOfAnEmulatedHyperV() throws Exception {
    listenAndConnect(windows().onHost(), "hyperv://loopback/6001", "hyperv://loopback/6001");
  }

  @Test
  void overTheLoopbackByVsockAddresses() throws Exception {
    listenAndConnect(windows().onHost(), "vsock://any:6002", "vsock://local:6002");
  }

  @Test
  void tcpReachesThisMachinesOwnSockets() throws Exception {
    try (Listener listener = Hvsock.listen(new TcpAddress("127.0.0.1", 0));
        Tool connecting = start(windows(), "connect", listener.localAddress().toString());
        Flow accepted = listener.accept()) {
      exchange(Side.of(connecting), Side.of(accepted));
    }
  }

  @Test
  void forwardJoinsHyperVAndTcpAndKeepsHalfCloses() throws Exception {
    String service = "hyperv://loopback/6003";
    WindowsJava java = windows().onHost();
    try (Listener listener = Hvsock.listen(new TcpAddress("127.0.0.1", 0));
        Tool forward = start(java, "forward", service, listener.localAddress().toString())) {
      forward.listening();
      try (Tool connecting = start(java, "connect", service);
          Flow accepted = listener.accept()) {
        exchange(Side.of(connecting), Side.of(accepted));
      }
    }
  }

  @Test
  void forwardJoinsTcpAndHyperV() throws Exception {
    String service = "hyperv://loopback/6004";
    WindowsJava java = windows().onHost();
    try (Tool listening = start(java, "listen", service);
        Tool forward = start(java, "forward", "tcp://127.0.0.1:0", service)) {
      listening.listening();
      Address entrance = forward.listening();
      try (Flow connected = Hvsock.connect(entrance)) {
        exchange(Side.of(connected), Side.of(listening));
      }
    }
  }

  @Test
  void theHostConnectsToItsGuest() throws Exception {
    try (Tool listening = start(windows().inGuest(GUEST), "listen", "vsock://any:6005")) {
      listening.listening();
      try (Tool connecting = start(windows().onHost(), "connect", "hyperv://" + GUEST + "/6005")) {
        exchange(Side.of(connecting), Side.of(listening));
      }
    }
  }

  @Test
  void aGuestReachesAServiceOfItsHostOnceThatIsRegistered() throws Exception {
    WindowsJava host = windows().onHost();
    WindowsJava guest = windows().inGuest(GUEST);
    try (Tool listening = start(host, "listen", "hyperv://children/6006")) {
      listening.listening();
      Tool.End refused = run(guest, "connect", "vsock://host:6006");
      assertNotEquals(0, refused.code(), refused.talk());
      assertTrue(refused.talk().contains("WSAECONNREFUSED"), refused.talk());
      assertEquals(0, run(host, "service", "register", "6006", "--name", "a test").code());
      try (Tool connecting = start(guest, "connect", "vsock://host:6006")) {
        exchange(Side.of(connecting), Side.of(listening));
      }
    }
  }

  @Test
  void servicesAreRegisteredListedAndUnregistered() throws Exception {
    assertFalse(run(windows(), "service", "list").output().contains("6006"));
    Tool.End registered = run(windows(), "service", "register", "6006", "--name", "a test");
    assertEquals(0, registered.code(), registered.talk());
    Tool.End there = registered();
    assertTrue(there.output().matches("(?s).*ElementName +REG_SZ +a test\\s*"), there.output());
    String listed = run(windows(), "service", "list").output();
    assertTrue(listed.contains("6006") && listed.contains("a test"), listed);
    Tool.End unregistered = run(windows(), "service", "unregister", "6006");
    assertEquals(0, unregistered.code(), unregistered.talk());
    assertNotEquals(0, registered().code());
  }

  @Test
  void aVmThatIsNotThereIsSaidToBeMissing() throws Exception {
    Tool.End end = run(windows().onHost(), "connect", "hyperv://" + GUEST + "/6007");
    assertNotEquals(0, end.code());
    assertTrue(end.talk().contains("WSAEADDRNOTAVAIL"), end.talk());
  }

  @Test
  void aWindowsWithoutHyperVIsSaidToBeOne() throws Exception {
    Tool.End end = run(windows(), "connect", "hyperv://loopback/6008");
    assertNotEquals(0, end.code());
    assertTrue(end.talk().contains("WSAEAFNOSUPPORT"), end.talk());
    assertTrue(end.talk().contains("try: "), end.talk());
  }

  @Test
  void framesEndADirectionToo() throws Exception {
    String framed = "framed:hyperv://loopback/6009";
    listenAndConnect(windows().onHost(), framed, framed);
  }
}
