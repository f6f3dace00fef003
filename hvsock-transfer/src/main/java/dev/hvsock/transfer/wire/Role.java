package dev.hvsock.transfer.wire;

import java.util.Locale;

/** What an end of a transfer is there for. */
public enum Role {
  /** It has files. */
  SEND,
  /** It has a folder that they go into. */
  RECEIVE,
  /** It says what it wants of a server. */
  ASK,
  /** It does what a client asks. */
  SERVE;

  /** Which role goes with this one. */
  Role counterpart() {
    return switch (this) {
      case SEND -> RECEIVE;
      case RECEIVE -> SEND;
      case ASK -> SERVE;
      case SERVE -> ASK;
    };
  }

  /** As it stands in the greeting. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
