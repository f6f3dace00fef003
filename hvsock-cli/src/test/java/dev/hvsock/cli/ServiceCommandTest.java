package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.cli.windows.FakeWindows;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registering services for guests, on a registry that is not there, and what is said elsewhere. */
final class ServiceCommandTest {
  private static final String KEY =
      "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization"
          + "\\GuestCommunicationServices";
  private static final String PORT_5000 = "00001388-facb-11e6-bd58-64006a7986d3";
  private static final String OTHER = "b1d00d3e-fe10-4570-ad62-7648779d7a1b";

  private final FakeWindows windows = new FakeWindows();

  private Tool.End service(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "service";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return OnWindows.run(windows, all);
  }

  private static Tool.End done(String talk) {
    return new Tool.End(0, "", "hvsock: " + talk);
  }

  @Test
  void registersByPortOrId() {
    assertEquals(
        done(
            "service 5000 is registered as 'hvsock service 5000'; guests may connect to it as soon"
                + " as somebody listens"),
        service("register", "5000"));
    service("register", "--name", "an agent's", OTHER.toUpperCase(Locale.ROOT));
    assertEquals(Map.of(PORT_5000, "hvsock service 5000", OTHER, "an agent's"), windows.registry);
  }

  @Test
  void whatIsRegisteredStaysAsItIsUnlessItIsToBeCalledOtherwise() {
    windows.registry.put(PORT_5000, "somebody's");
    windows.elevated = false; // nothing is changed, so nobody needs to be allowed to
    assertEquals(
        done("service 5000 is registered already, as 'somebody's'"), service("register", "5000"));
    assertEquals(
        done("service 5000 is registered already, as 'somebody's'"),
        service("register", "5000", "--name=somebody's"));
    windows.elevated = true;
    assertEquals(
        done("service 5000 was called 'somebody's', and is now called 'ours'"),
        service("register", "5000", "--name=ours"));
    assertEquals(Map.of(PORT_5000, "ours"), windows.registry);
  }

  @Test
  void unregistersOnce() {
    windows.registry.put(PORT_5000, "ours");
    windows.registry.put(OTHER, "theirs");
    assertEquals(
        done("service 5000, 'ours', is registered no more"), service("unregister", "5000"));
    assertEquals(Map.of(OTHER, "theirs"), windows.registry);
    windows.elevated = false;
    assertEquals(done("service 5000 is not registered"), service("unregister", "5000"));
  }

  @Test
  void withoutRightsItTellsTheCommandForThoseWhoHaveThem() {
    windows.elevated = false;
    Tool.End register = service("register", "5000", "--name=mine");
    assertEquals(1, register.code());
    assertEquals(
        "hvsock: change the registry: Windows refused (ERROR: Access is denied.); this needs"
            + " administrator rights; try, at a command prompt that was started with 'Run as"
            + " administrator': reg.exe add \""
            + KEY
            + "\\"
            + PORT_5000
            + "\" /v ElementName /t REG_SZ /d mine /f /reg:64",
        register.talk());
    windows.registry.put(OTHER, "theirs");
    Tool.End unregister = service("unregister", OTHER);
    assertEquals(1, unregister.code());
    assertTrue(
        unregister
            .talk()
            .endsWith("administrator': reg.exe delete \"" + KEY + "\\" + OTHER + "\" /f /reg:64"),
        unregister.talk());
    assertEquals(Map.of(OTHER, "theirs"), windows.registry);
  }

  @Test
  void listsThem() throws Exception {
    assertEquals(
        done("no service is registered; try: hvsock service register 5000"), service("list"));
    windows.registry.put(PORT_5000, "ours");
    windows.registry.put(OTHER, "");
    assertEquals(
        new Tool.End(0, "5000       %s  ours%n-          %s%n".formatted(PORT_5000, OTHER), ""),
        service("list"));
    Map<String, String> values = Json.flat(service("list", "--json").output());
    assertEquals("5000", values.get("/services/0/port"));
    assertEquals(PORT_5000, values.get("/services/0/id"));
    assertEquals("ours", values.get("/services/0/name"));
    assertEquals("null", values.get("/services/1/port"));
  }

  @Test
  void aDryRunShowsTheChangeOnEverySystem() {
    Tool.End end = ExitCodeTest.run("service", "register", "--dry-run", "--name=C:\\ x", "5000");
    String command =
        "reg.exe add \"%s\\%s\" /v ElementName /t REG_SZ /d \"C:\\ x\" /f /reg:64"
            .formatted(KEY, PORT_5000);
    assertEquals(
        new Tool.End(
            0,
            "Windows Registry Editor Version 5.00%n%n; %s%n[%s\\%s]%n\"ElementName\"=\"C:\\\\ x\"%n"
                .formatted(command, KEY, PORT_5000),
            ""),
        end);
    assertEquals(
        "Windows Registry Editor Version 5.00%n%n; reg.exe delete \"%s\\%s\" /f /reg:64%n[-%s\\%s]%n"
            .formatted(KEY, OTHER, KEY, OTHER),
        ExitCodeTest.run("service", "unregister", "--dry-run", OTHER).output());
    service("register", "--dry-run", "5000");
    assertEquals(Map.of(), windows.registry);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "register 5000", "unregister 5000"})
  void onOtherSystemsItSaysWhatToDo(String arguments) {
    Tool.End end = ExitCodeTest.run(("service " + arguments).split(" ", -1));
    assertEquals(3, end.code());
    assertEquals(
        "hvsock: service "
            + arguments.replaceFirst(" .*", "")
            + ": this is for Windows only; try here: hvsock listen vsock://any:PORT, which on Linux"
            + " needs no registration",
        end.talk());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "service| Missing required subcommand",
        "service regster 5000| did you mean: register",
        "service register| Missing required parameter: 'SERVICE'",
        "service register http| service 'http' is neither a port from 0 to 2147483647 nor a GUID",
        "service register 2147483648| is neither a port from 0 to 2147483647 nor a GUID",
        "service register --dry-run --name=a\"b 5000| name 'a\"b' is empty, too long, or has",
      })
  void misuseIs2(String arguments, String reason) {
    Tool.End end = ExitCodeTest.run(arguments.split(" ", -1));
    assertEquals(2, end.code(), end.talk());
    assertTrue(end.talk().contains(reason), end.talk());
  }
}
