package dev.hvsock.transfer;

import java.time.Duration;
import java.util.List;

/**
 * How a transfer ended that both ends signed off.
 *
 * @param entries how many files, folders and links were offered
 * @param taken how many of them are at the receiver as they were offered by this transfer
 * @param same how many files the receiver had already, with the same size and time
 * @param bytes the sizes of the files that were taken
 * @param moved how many bytes of them were sent by this transfer, holes included
 * @param notTaken how many entries are not at the receiver as they were offered, or were not
 *     offered though they were to be
 * @param reasons of these, the first thousand and why
 * @param rehearsal whether nothing was to be sent
 * @param duration from the greeting to the sign-off
 */
public record TransferReport(
    int entries,
    int taken,
    int same,
    long bytes,
    long moved,
    int notTaken,
    List<NotTaken> reasons,
    boolean rehearsal,
    Duration duration) {

  /**
   * What is not at the receiver.
   *
   * @param path of its entry
   * @param reason what was in the way
   */
  public record NotTaken(String path, String reason) {}

  /** Whether all that was to be sent is at the receiver. */
  public boolean isComplete() {
    return notTaken == 0;
  }
}
