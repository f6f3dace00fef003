package dev.hvsock.transfer.files;

/**
 * A folder or link that could not be made, or not as it was offered.
 *
 * @param index of its entry
 * @param reason what was in the way
 */
public record Failure(int index, String reason) {}
