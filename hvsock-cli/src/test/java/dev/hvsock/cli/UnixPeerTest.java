package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.UnixAddress;

/** Other people's programs over unix sockets. */
class UnixPeerTest extends PeerCases {
  @Override
  Address fresh() {
    return UnixAddress.of(folder.resolve("peer"));
  }

  @Override
  Address reach(Address listening) {
    return listening;
  }
}
