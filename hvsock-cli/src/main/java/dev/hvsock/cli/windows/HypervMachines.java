package dev.hvsock.cli.windows;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hvsock.TransportUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The virtual machines of Hyper-V, through its PowerShell module. */
final class HypervMachines implements MachineSource {
  /**
   * Without double quotes, which would have to be quoted themselves. Errors are told by the names
   * of their kinds, because their words are in the user's language.
   */
  private static final String SCRIPT =
      "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; "
          + "try { [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false } catch { }; "
          + "try { $all = @(Hyper-V\\Get-VM | ForEach-Object { [pscustomobject]@{ "
          + "name = $_.Name; id = $_.Id.ToString(); state = $_.State.ToString() } }); "
          + "ConvertTo-Json -Compress -InputObject $all } "
          + "catch { [Console]::Error.WriteLine('hvsock: ' + $_.CategoryInfo.Category + ' ' "
          + "+ $_.Exception.GetType().Name + ' ' + $_.Exception.Message); exit 1 }";

  private static final List<String> COMMAND =
      List.of("powershell.exe", "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", SCRIPT);

  private final Programs programs;

  HypervMachines(Programs programs) {
    this.programs = programs;
  }

  @Override
  public String name() {
    return "hyper-v";
  }

  @Override
  public List<VirtualMachine> machines() throws IOException {
    ProgramEnd end;
    try {
      end = programs.run(COMMAND);
    } catch (ProgramMissingException e) {
      throw unavailable("PowerShell is not installed", "hcsdiag list, as administrator");
    }
    if (!end.isGood() || end.output().isBlank()) {
      throw refusal(end.words());
    }
    try {
      return parse(end.output().strip());
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(
          "list virtual machines: Get-VM said what is not understood: " + end.output().strip(), e);
    }
  }

  private static TransportUnavailableException refusal(String words) {
    String error =
        words.substring(words.indexOf("hvsock: ") < 0 ? 0 : words.indexOf("hvsock: ") + 8);
    if (error.startsWith("PermissionDenied ") || error.contains("UnauthorizedAccess")) {
      return unavailable(
          "you may not see them (" + error + ")",
          "at a prompt that was started with 'Run as administrator', or as a member of the group"
              + " Hyper-V Administrators (S-1-5-32-578)");
    }
    if (error.contains("CommandNotFoundException")) {
      return unavailable(
          "Hyper-V's PowerShell module is not installed",
          "Enable-WindowsOptionalFeature -Online -FeatureName Microsoft-Hyper-V -All, as"
              + " administrator");
    }
    return unavailable(
        "Get-VM failed (" + error + ")", "whether Get-VM works in PowerShell, as administrator");
  }

  private static TransportUnavailableException unavailable(String reason, String remedy) {
    return new TransportUnavailableException(
        "list virtual machines of Hyper-V: " + reason + "; try: " + remedy);
  }

  /** An array of objects; of one alone, older versions make no array. */
  private static List<VirtualMachine> parse(String json) throws IOException {
    List<VirtualMachine> machines = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          machines.add(machine(parser));
        }
      }
    }
    return machines;
  }

  private static VirtualMachine machine(JsonParser parser) throws IOException {
    Map<String, String> fields = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName().toLowerCase(Locale.ROOT);
      parser.nextToken();
      fields.put(field, parser.getValueAsString(""));
    }
    return new VirtualMachine(
        fields.getOrDefault("name", ""),
        UUID.fromString(fields.getOrDefault("id", "")),
        fields.getOrDefault("state", ""));
  }
}
