package dev.hvsock.transfer;

import dev.hvsock.transfer.wire.PeerText;
import dev.hvsock.transfer.wire.TransferPath;
import java.net.ProtocolException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was asked for, and nothing else may be offered: a server that adds a file of its own, such
 * as {@code .bashrc}, is not believed.
 */
record Asked(List<String> paths) {
  /** Fails if something is offered that was not asked for. */
  void check(List<Entry> entries) throws ProtocolException {
    if (paths.contains("")) {
      return; // whatever there is
    }
    Set<String> names =
        paths.stream()
            .map(path -> TransferPath.names(path).getLast())
            .collect(Collectors.toUnmodifiableSet());
    for (Entry entry : entries) {
      String name = TransferPath.names(entry.path()).getFirst();
      if (!names.contains(name)) {
        throw new ProtocolException(
            "it offers '" + PeerText.shown(name) + "', which nobody asked for");
      }
    }
  }

  /** Fails unless each entry could be in one folder. */
  static void checkList(List<Entry> entries) throws ProtocolException {
    for (Entry entry : entries) {
      if (entry.path().indexOf('/') >= 0) {
        throw new ProtocolException("it lists '" + PeerText.shown(entry.path()) + "', no name");
      }
    }
  }
}
