package dev.hvsock.cli;

/** What cuts a transfer off. */
enum TransferCut {
  SENDER_KILLED,
  RECEIVER_KILLED,
  GUEST_KILLED,
  DISK_FULL
}
