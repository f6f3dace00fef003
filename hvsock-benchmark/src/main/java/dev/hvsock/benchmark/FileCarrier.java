package dev.hvsock.benchmark;

import dev.hvsock.Address;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Somebody who moves files: the commands of its two ends. */
interface FileCarrier {
  /** How it is called in tables. */
  String name();

  /** Listens, says so on standard error, receives into a folder, and ends. */
  List<String> receive(Address at, Path folder);

  /** Connects, sends a file or folder, and ends. */
  List<String> send(Path source, Address to);

  /** Where it has put what was sent, of the folder it was given. */
  default Path arrived(Path folder) {
    return folder;
  }

  /** Whether its sender tells how long it took; if not, a clock outside does. */
  default boolean reports() {
    return false;
  }

  /** The tool. */
  static FileCarrier tool(UnaryOperator<List<String>> tool) {
    return new Commands(
        HvsockTool.NAME,
        (at, folder) -> tool.apply(List.of("receive", at.toString(), folder.toString())),
        (source, to) -> tool.apply(List.of("send", source.toString(), to.toString())));
  }

  /** The library, of whose transfers the last is measured. */
  static FileCarrier library(Jvm jvm) {
    return new WarmLibrary(jvm);
  }

  /** Makes a command of an end's two operands. */
  interface Command<A, B> {
    List<String> of(A first, B second);
  }

  /** One that consists of two commands. */
  record Commands(String name, Command<Address, Path> receiver, Command<Path, Address> sender)
      implements FileCarrier {
    @Override
    public List<String> receive(Address at, Path folder) {
      return receiver.of(at, folder);
    }

    @Override
    public List<String> send(Path source, Address to) {
      return sender.of(source, to);
    }
  }

  /** {@link FileEnds}. */
  record WarmLibrary(Jvm jvm) implements FileCarrier {
    @Override
    public String name() {
      return "hvsock, JVMs that have sent before";
    }

    @Override
    public List<String> receive(Address at, Path folder) {
      return jvm.run(
          FileEnds.class.getName(), List.of("receive", at.toString(), folder.toString()));
    }

    @Override
    public List<String> send(Path source, Address to) {
      return jvm.run(FileEnds.class.getName(), List.of("send", to.toString(), source.toString()));
    }

    @Override
    public Path arrived(Path folder) {
      return folder.resolve(Integer.toString(FileEnds.COUNT - 1));
    }

    @Override
    public boolean reports() {
      return true;
    }
  }
}
