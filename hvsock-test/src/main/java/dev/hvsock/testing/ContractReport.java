package dev.hvsock.testing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link ContractRun} came to.
 *
 * @param subject the first address, or the class
 * @param traits what was found out about the transport; empty where a class says it
 * @param cases each case, in the order in which they ran
 * @param leftOut the promises that were left out
 * @param took how long it was
 */
public record ContractReport(
    String subject,
    Optional<ContractTraits> traits,
    List<ContractCase> cases,
    List<String> leftOut,
    Duration took) {

  /** Copies the lists. */
  public ContractReport {
    cases = List.copyOf(cases);
    leftOut = List.copyOf(leftOut);
  }

  /** The cases that passed. */
  public List<ContractCase> passed() {
    return cases.stream().filter(ContractCase::hasPassed).toList();
  }

  /** The cases that found something wrong. */
  public List<ContractCase> failed() {
    return cases.stream().filter(each -> each.failure().isPresent()).toList();
  }

  /** The cases that did not run, for they do not apply here. */
  public List<ContractCase> skipped() {
    return cases.stream().filter(each -> each.skipped().isPresent()).toList();
  }

  /** Whether all is as it should be: some cases passed, and none failed. */
  public boolean isGood() {
    return failed().isEmpty() && !passed().isEmpty();
  }
}
