package dev.hvsock.cli;

import java.util.stream.Stream;

/** From where to where files go: the sender connects, and waits for the receiver to listen. */
enum TransferRoute {
  TO_GUEST(TransferPlace.GUEST),
  FROM_GUEST(TransferPlace.HOST);

  private final TransferPlace receiver;

  TransferRoute(TransferPlace receiver) {
    this.receiver = receiver;
  }

  /** Starts {@code receive} with more options, at a port that nobody else uses. */
  TransferEnd receive(GuestShell guest, int port, String folder, String... options)
      throws Exception {
    String address = receiver.listening(guest, port);
    return receiver.start(guest, words("receive", options, address, folder));
  }

  /** Starts {@code send}. */
  TransferEnd send(GuestShell guest, int port, String path, String... options) throws Exception {
    String address = receiver.reached(guest, port);
    return receiver.other().start(guest, words("send", options, "--retry=1m", path, address));
  }

  private static String[] words(String command, String[] options, String... rest) {
    return Stream.of(Stream.of(command), Stream.of(options), Stream.of(rest))
        .flatMap(each -> each)
        .toArray(String[]::new);
  }
}
