package dev.hvsock.cli;

import java.nio.file.Path;

/** Where an end of a transfer runs: on this machine, or in a guest of its. */
enum TransferPlace {
  HOST,
  GUEST;

  TransferPlace other() {
    return this == HOST ? GUEST : HOST;
  }

  /** Starts the tool here. */
  TransferEnd start(GuestShell guest, String... arguments) throws Exception {
    return this == HOST ? TransferEnd.here(arguments) : GuestTransferEnd.start(guest, arguments);
  }

  /** Where the tool listens here. */
  String listening(GuestShell guest, int port) {
    return this == HOST ? guest.guest().hostAddress(port).toString() : "vsock://any:" + port;
  }

  /** Where the tool at the other place connects to for what listens here. */
  String reached(GuestShell guest, int port) {
    return this == HOST ? "vsock://host:" + port : guest.guest().address(port).toString();
  }

  /** What is in a folder here. */
  String listing(GuestShell guest, String folder) throws Exception {
    return this == HOST ? TreeListing.here(Path.of(folder)) : TreeListing.inGuest(guest, folder);
  }

  /** Runs a script here to its end, which has to be a good one. */
  String shell(GuestShell guest, String script) throws Exception {
    return this == HOST ? TransferScene.shell(script) : guest.run(script);
  }
}
