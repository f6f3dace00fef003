package dev.hvsock.capture;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The file that a capture goes to. Written by a stream and not by a channel, which an interrupt of
 * the thread that uses a flow would close.
 */
final class CaptureFile {
  /** How files of pcap and pcapng begin, in either byte order; the former with either time. */
  private static final Set<Integer> MAGIC =
      Set.of(
          PcapFile.MAGIC,
          Integer.reverseBytes(PcapFile.MAGIC),
          0xa1b2c3d4,
          Integer.reverseBytes(0xa1b2c3d4),
          0x0a0d0d0a);

  private CaptureFile() {}

  /** Makes the file, or empties it if it is a capture. */
  static OutputStream open(Path path) throws IOException {
    try {
      if (Files.isRegularFile(path) && Files.size(path) > 0 && !isCapture(path)) {
        throw new FileAlreadyExistsException(
            "capture " + path + ": the file is there and is no capture; try: another name");
      }
      return new FileOutputStream(path.toFile());
    } catch (FileNotFoundException e) {
      String reason =
          String.valueOf(e.getMessage()).replace(path + " (", "").replaceAll("\\)$", "");
      throw new IOException(
          "capture " + path + ": " + reason + "; try: a file in a folder that is there and yours",
          e);
    }
  }

  private static boolean isCapture(Path path) throws IOException {
    try (FileInputStream in = new FileInputStream(path.toFile())) {
      byte[] begin = in.readNBytes(Integer.BYTES);
      return begin.length == Integer.BYTES && MAGIC.contains(ByteBuffer.wrap(begin).getInt());
    }
  }
}
