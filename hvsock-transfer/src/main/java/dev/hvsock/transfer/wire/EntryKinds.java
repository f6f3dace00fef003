package dev.hvsock.transfer.wire;

import dev.hvsock.transfer.Entry;
import java.net.ProtocolException;

/** The letters that stand for kinds of entries. */
final class EntryKinds {
  private EntryKinds() {}

  static char letter(Entry.Kind kind) {
    return switch (kind) {
      case FILE -> 'f';
      case FOLDER -> 'd';
      case LINK -> 'l';
    };
  }

  static Entry.Kind of(int letter) throws ProtocolException {
    return switch (letter) {
      case 'f' -> Entry.Kind.FILE;
      case 'd' -> Entry.Kind.FOLDER;
      case 'l' -> Entry.Kind.LINK;
      default -> throw new ProtocolException("an ENTRY is of kind " + letter);
    };
  }
}
