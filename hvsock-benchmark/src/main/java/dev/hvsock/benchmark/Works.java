package dev.hvsock.benchmark;

import dev.hvsock.Address;
import dev.hvsock.TcpAddress;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All the work there is, and who takes part in it. */
final class Works {
  private static final int FIRST_PORT = 5000;

  /** The memory that each end of the idle flows has for its heap. */
  private static final String HEAP = "-Xmx512m";

  private Works() {}

  /** On unix sockets, on the machine itself, with the tool as its launcher starts it. */
  static List<Work> onUnix(CPeer c, Path launcher, Path folder) {
    UnaryOperator<List<String>> tool = words -> words(List.of(launcher.toString()), words);
    Supplier<Address> unix = unixAddresses(folder);
    Jvm jvm = Jvm.plain();
    Contender platform = HvsockTool.of(tool, Threads.PLATFORM);
    List<Contender> bulk = new ArrayList<>(List.of(c, Socat.large()));
    bulk.addAll(channels(Threads.PLATFORM, jvm));
    bulk.addAll(List.of(platform, HvsockTool.heap(tool)));
    List<Contender> ping = new ArrayList<>(List.of(c));
    ping.addAll(channels(Threads.PLATFORM, jvm));
    ping.add(platform);
    ping.addAll(channels(Threads.VIRTUAL, jvm));
    ping.add(HvsockTool.of(tool, Threads.VIRTUAL));
    List<Contender> forward = List.of(c, Socat.large(), platform);
    return List.of(
        new BulkWork("bulk", Measure.BULK, bulk),
        new PingWork("ping", Measure.PING_ONE_CPU, Measure.PING_TWO_CPUS, ping),
        new ForwardWork(
            "forward-unix", Measure.FORWARD_UNIX, Measure.FORWARD_UNIX_CPU, forward, unix),
        new ForwardWork(
            "forward-tcp", Measure.FORWARD_TCP, Measure.FORWARD_TCP_CPU, forward, Works::freePort),
        new CrowdWork("forward-crowd", List.of(Socat.large(), Socat.small(), platform)),
        new FileWork(
            "file",
            FileSet.LARGE,
            List.of(
                Socat.large().ofFile(),
                Socat.small().ofFile(),
                FileCarrier.tool(tool),
                FileCarrier.library(jvm))),
        new FileWork(
            "small-files",
            FileSet.SMALL,
            List.of(Socat.large().ofFolder(), FileCarrier.tool(tool), FileCarrier.library(jvm))),
        new IdleWork("idle", idle(launcher)),
        new StartWork("start", launcher));
  }

  private static List<Contender> idle(Path launcher) {
    List<String> start = List.of("env", "HVSOCK_JAVA_OPTS=" + HEAP, launcher.toString());
    List<Contender> idle = new ArrayList<>(channels(Threads.VIRTUAL, Jvm.plain().with(HEAP)));
    idle.add(HvsockTool.of(words -> words(start, words), Threads.VIRTUAL));
    return idle;
  }

  /** On the vsock loopback of an emulated guest. */
  static List<Work> onVsock(CPeer c) {
    UnaryOperator<List<String>> tool = Jvm.inGuest()::tool;
    Contender platform = HvsockTool.of(tool, Threads.PLATFORM);
    List<Contender> ping = List.of(c, platform, HvsockTool.of(tool, Threads.VIRTUAL));
    return List.of(
        new BulkWork("bulk", Measure.VSOCK_BULK, List.of(c, Socat.large(), platform)),
        new PingWork("ping", Measure.VSOCK_PING_ONE_CPU, Measure.VSOCK_PING_TWO_CPUS, ping),
        new ForwardWork(
            "forward",
            Measure.VSOCK_FORWARD,
            Measure.VSOCK_FORWARD_CPU,
            List.of(c, Socat.large(), platform),
            vsockAddresses(FIRST_PORT + 1000)));
  }

  /** The tool against C, on unix sockets: what the guard compares. */
  static List<Work> guarded(CPeer c) {
    UnaryOperator<List<String>> tool = Jvm.plain()::tool;
    Contender platform = HvsockTool.of(tool, Threads.PLATFORM);
    List<Contender> ping = List.of(c, platform, HvsockTool.of(tool, Threads.VIRTUAL));
    return List.of(
        new BulkWork("bulk", Measure.BULK, List.of(c, platform)),
        new PingWork("ping", Measure.PING_ONE_CPU, Measure.PING_TWO_CPUS, ping));
  }

  static Supplier<Address> unixAddresses(Path folder) {
    AtomicInteger count = new AtomicInteger();
    return () ->
        UnixAddress.of(
            folder.resolve(
                "%d-%d.sock".formatted(System.identityHashCode(count), count.incrementAndGet())));
  }

  static Supplier<Address> vsockAddresses() {
    return vsockAddresses(FIRST_PORT);
  }

  private static Supplier<Address> vsockAddresses(int first) {
    AtomicInteger port = new AtomicInteger(first);
    return () -> VsockAddress.local(port.getAndIncrement());
  }

  /** A port of this machine that is free now. */
  private static Address freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new TcpAddress("127.0.0.1", socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Channels> channels(Threads threads, Jvm jvm) {
    return Stream.of(ChannelLibrary.values())
        .map(library -> Channels.of(library, threads, jvm))
        .toList();
  }

  private static List<String> words(List<String> first, List<String> more) {
    return Stream.concat(first.stream(), more.stream()).toList();
  }
}
