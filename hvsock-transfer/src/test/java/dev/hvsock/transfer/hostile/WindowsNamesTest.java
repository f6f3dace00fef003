package dev.hvsock.transfer.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.testing.Watchdog;
import dev.hvsock.transfer.Transfer;
import dev.hvsock.transfer.TransferReport;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are plain to the protocol and lead elsewhere on Windows are refused there. */
@ExtendWith(Watchdog.class)
class WindowsNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "..\\outside\\f",
        "inner\\..\\..\\outside\\f",
        "\\outside\\f",
        "\\\\server\\share\\f",
        "C:\\outside\\f",
        "C:f",
        "f:stream",
        "inner\\f",
        "nul",
        "NUL.txt",
        "com1",
        "COM\u00b9.log",
        "CONIN$",
        "f.",
        "f ",
        ".HVSOCK-0123456789abcdef.partial",
        "what?",
        "a|b"
      })
  void files(String name) throws Exception {
    isRefused(Raw.file(name, 5));
  }

  static Stream<byte[]> links() {
    return Stream.of(
            "..\\outside", "\\outside", "C:\\outside", "C:outside", "inner\\..\\..\\outside", "a:b")
        .map(target -> Raw.link("l", target));
  }

  @ParameterizedTest
  @MethodSource("links")
  void targets(byte[] link) throws Exception {
    isRefused(link);
  }

  private static void isRefused(byte[] entry) throws Exception {
    try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows());
        FlowPair pair = Flows.pair()) {
      Path folder = Files.createDirectories(windows.getPath("C:\\work\\dir"));
      Files.createDirectory(folder.resolve("inner"));
      Files.createDirectory(windows.getPath("C:\\work\\outside"));
      Files.createDirectory(windows.getPath("C:\\outside"));
      List<Path> before = all(windows);
      FutureTask<TransferReport> receiver =
          new FutureTask<>(() -> Transfer.receive(pair.first(), folder, options -> {}));
      Thread.ofVirtual().start(receiver);
      RawPeer peer = new RawPeer(pair.second()).greet("send").offered(entry).hear('S');
      peer.say(Raw.confirmed(Raw.digest(new byte[0]))).halfClose();
      assertEquals(1, receiver.get().notTaken());
      assertEquals(before, all(windows));
    }
  }

  private static List<Path> all(FileSystem files) throws IOException {
    try (Stream<Path> paths = Files.walk(files.getPath("C:\\"))) {
      return paths.sorted().toList();
    }
  }
}
