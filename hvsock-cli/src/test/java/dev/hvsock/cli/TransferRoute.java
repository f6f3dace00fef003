package dev.hvsock.cli;

import java.util.stream.Stream;

/** From where to where files go: the sender connects, and waits for the receiver to listen. */
enum TransferRoute {
  TO_GUEST,
  FROM_GUEST;

  /** Starts {@code receive} with more options, at a port that nobody else uses. */
  TransferEnd receive(GuestShell guest, int port, String folder, String... options)
      throws Exception {
    return this == TO_GUEST
        ? TransferEnd.inGuest(guest, words("receive", options, "vsock://any:" + port, folder))
        : TransferEnd.here(
            words("receive", options, guest.guest().hostAddress(port).toString(), folder));
  }

  /** Starts {@code send}. */
  TransferEnd send(GuestShell guest, int port, String path, String... options) throws Exception {
    return this == TO_GUEST
        ? TransferEnd.here(
            words("send", options, "--retry=1m", path, guest.guest().address(port).toString()))
        : TransferEnd.inGuest(
            guest, words("send", options, "--retry=1m", path, "vsock://host:" + port));
  }

  private static String[] words(String command, String[] options, String... rest) {
    return Stream.of(Stream.of(command), Stream.of(options), Stream.of(rest))
        .flatMap(each -> each)
        .toArray(String[]::new);
  }
}
