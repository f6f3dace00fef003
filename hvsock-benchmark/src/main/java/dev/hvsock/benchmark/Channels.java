package dev.hvsock.benchmark;

import dev.hvsock.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link ChannelPeer} in a JVM of its own. */
record Channels(String name, ChannelLibrary library, Threads threads, Jvm jvm)
    implements Contender {
  static final String JDK = "JDK channels";
  static final String JUNIXSOCKET = "junixsocket";

  static Channels of(ChannelLibrary library, Threads threads, Jvm jvm) {
    String name = library == ChannelLibrary.JDK ? JDK : JUNIXSOCKET;
    return new Channels(threads.name(name), library, threads, jvm);
  }

  @Override
  public List<String> sink(Address at) {
    return command("sink", at);
  }

  @Override
  public List<String> source(Address to, long bytes) {
    return command("source", to, "--bytes", Long.toString(bytes));
  }

  @Override
  public List<String> echo(Address at) {
    return command("echo", at, "--threads", threads.option());
  }

  @Override
  public List<String> ping(Address to, int count) {
    return command("ping", to, "--count", Integer.toString(count), "--threads", threads.option());
  }

  @Override
  public List<String> forward(Address from, Address to) {
    return cannot("forward");
  }

  @Override
  public List<String> flows(Address to, int count) {
    return command("flows", to, "--count", Integer.toString(count));
  }

  private List<String> command(String job, Address address, String... options) {
    List<String> words = new ArrayList<>();
    words.add(library.name().toLowerCase(Locale.ROOT));
    words.add(job);
    words.add(address.toString());
    words.addAll(List.of(options));
    return jvm.run(ChannelPeer.class.getName(), words);
  }
}
