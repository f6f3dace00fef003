package dev.hvsock.cli;

import dev.hvsock.ListenOptions;
import dev.hvsock.VsockAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options of commands that listen. */
final class ListeningOptions {
  @Option(
      names = "--allow-cid",
      paramLabel = "CID",
      split = ",",
      description = "Turn vsock peers with other CIDs away: numbers or names, with commas between.")
  private List<VsockAddress> allowedCids = List.of();

  @Option(
      names = "--max-flows",
      paramLabel = "N",
      description = "How many flows at once; further peers wait (no limit unless given).")
  private Optional<Integer> maxFlows = Optional.empty();

  /** Whether anything was given. */
  boolean isGiven() {
    return maxFlows.isPresent() || !allowedCids.isEmpty();
  }

  /** Sets what was given. */
  void apply(ListenOptions listen) {
    maxFlows.ifPresent(listen::maxFlows);
    if (!allowedCids.isEmpty()) {
      listen.allowCids(
          allowedCids.stream().map(VsockAddress::cid).collect(Collectors.toUnmodifiableSet()));
    }
  }
}
