package dev.hvsock.cli;

import dev.hvsock.FlowOptions;
import picocli.CommandLine.Option;

/** The options that Hyper-V has for flows; they have no effect elsewhere. */
final class HypervOptions {
  @Option(
      names = "--connected-suspend",
      description = "On Hyper-V: keep the flow while its virtual machine is suspended.")
  private boolean connectedSuspend;

  @Option(
      names = "--container-passthrough",
      description = "On Hyper-V: pass through a utility VM to the container in it.")
  private boolean containerPassthrough;

  /** Sets what was given. */
  void apply(FlowOptions<?> flow) {
    flow.connectedSuspend(connectedSuspend);
    flow.containerPassthrough(containerPassthrough);
  }
}
