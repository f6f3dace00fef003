package dev.hvsock.transfer.files;

import java.util.List;

/**
 * What a receiver does with an offer.
 *
 * @param decisions one for each entry, in their order
 */
public record Plan(List<Decision> decisions) {}
