package dev.hvsock.cli.windows;

import dev.hvsock.TransportUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one virtual machine that all distributions of WSL 2 share. It has another id each time it
 * starts, and is not started to be asked for it.
 */
final class WslMachine implements MachineSource {
  private static final Pattern GUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final Programs programs;

  WslMachine(Programs programs) {
    this.programs = programs;
  }

  @Override
  public String name() {
    return "wsl";
  }

  @Override
  public List<VirtualMachine> machines() throws IOException {
    ProgramEnd running = run(List.of("wsl.exe", "--list", "--running", "--quiet"));
    if (!running.isGood()) {
      throw unavailable(running.words(), "wsl --install");
    }
    if (running.output().isBlank()) {
      throw unavailable("no distribution is running", "wsl.exe, and leave it running meanwhile");
    }
    ProgramEnd asked = run(List.of("wsl.exe", "--", "wslinfo", "--vm-id"));
    Matcher id = GUID.matcher(asked.output());
    if (asked.isGood() && id.find()) {
      return List.of(new VirtualMachine(name(), UUID.fromString(id.group()), "Running"));
    }
    if (asked.isGood() && asked.output().strip().equals("wsl1")) {
      throw unavailable(
          "the default distribution is of WSL 1, which has no virtual machine",
          "wsl --set-version DISTRIBUTION 2");
    }
    throw unavailable("wslinfo --vm-id failed (" + asked.words() + ")", "wsl --update");
  }

  private ProgramEnd run(List<String> command) throws IOException {
    try {
      return programs.run(command);
    } catch (ProgramMissingException e) {
      throw unavailable("WSL is not installed", "wsl --install");
    }
  }

  private static TransportUnavailableException unavailable(String reason, String remedy) {
    return new TransportUnavailableException("find WSL 2's VM: " + reason + "; try: " + remedy);
  }
}
