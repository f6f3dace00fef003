package dev.hvsock.cli.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@code reg.exe} prints, in the forms that are known of it. */
final class RegistryTest {
  private static final String KEY =
      "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization"
          + "\\GuestCommunicationServices";
  private static final String PORT_5000 = "00001388-facb-11e6-bd58-64006a7986d3";

  private static Registry printing(String output) {
    return new Registry(command -> new ProgramEnd(0, output.replace("\n", "\r\n"), ""));
  }

  private static List<GuestService> services(String output) throws IOException {
    return new GuestServices(command -> new ProgramEnd(0, output.replace("\n", "\r\n"), "")).all();
  }

  @Test
  void aKeyWithItsValuesAndThoseBelow() throws IOException {
    List<RegistryKey> keys =
        printing(
                """

                HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion
                    SystemRoot    REG_SZ    C:\\WINDOWS
                    BaseBuildRevisionNumber    REG_DWORD    0x1
                    CurrentBuild    REG_SZ    22631
                    DigitalProductId    REG_BINARY    A4000000030000003030
                    EditionSubstring    REG_SZ
                    PathName    REG_SZ    C:\\Windows  with    blanks
                    Registered Organization    REG_SZ    \

                HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Accessibility
                HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\AppCompatFlags
                """)
            .read(Registry.WINDOWS);
    assertEquals(3, keys.size());
    Map<String, String> values = keys.getFirst().values();
    assertEquals("22631", values.get("CurrentBuild"));
    assertEquals("22631", values.get("CURRENTBUILD"));
    assertEquals("", values.get("EditionSubstring"));
    assertEquals("C:\\Windows  with    blanks", values.get("PathName"));
    assertEquals("", values.get("Registered Organization"));
    assertEquals("AppCompatFlags", keys.getLast().name());
    assertEquals(Registry.WINDOWS, keys.getLast().parent());
  }

  @Test
  void theServicesAsWindowsPrintsThem() throws IOException {
    assertEquals(
        List.of(
            new GuestService(UUID.fromString(PORT_5000), "hvsock port 5000"),
            new GuestService(UUID.fromString("b1d00d3e-fe10-4570-ad62-7648779d7a1b"), "")),
        services(
            """

            HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization\\GuestCommunicationServices
                (Default)    REG_SZ    (value not set)

            HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization\\GuestCommunicationServices\\00001388-FACB-11E6-BD58-64006A7986D3
                (Standard)    REG_SZ    (Wert nicht festgelegt)
                ElementName    REG_SZ    hvsock port 5000

            HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization\\GuestCommunicationServices\\b1d00d3e-fe10-4570-ad62-7648779d7a1b

            HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization\\GuestCommunicationServices\\b1d00d3e-fe10-4570-ad62-7648779d7a1b\\00000001-facb-11e6-bd58-64006a7986d3
                ElementName    REG_SZ    below, and no service

            HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization\\GuestCommunicationServices\\no id
                ElementName    REG_SZ    no service

            """));
  }

  /** Recorded from Wine 8.0. */
  @Test
  void theServicesAsWinePrintsThem() throws IOException {
    assertEquals(
        List.of(
            new GuestService(UUID.fromString(PORT_5000), "second"),
            new GuestService(UUID.fromString("11111111-facb-11e6-bd58-64006a7986d3"), "")),
        services(
            "\nHKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization\\GuestCommunicationServices\\"
                + PORT_5000
                + "\n    ElementName    REG_SZ    second\n"
                + "\n"
                + KEY
                + "\\11111111-facb-11e6-bd58-64006a7986d3\n    (Default)    REG_SZ    \n\n"));
  }

  @Test
  void aKeyThatIsNotThereHasNothingInIt() throws IOException {
    Registry registry =
        new Registry(
            command ->
                command.contains(Registry.WINDOWS)
                    ? new ProgramEnd(0, "\r\n" + Registry.WINDOWS + "\r\n", "")
                    : new ProgramEnd(
                        1,
                        "",
                        "FEHLER: Der angegebene Registrierungsschlüssel bzw. Wert wurde nicht"
                            + " gefunden.\r\n"));
    assertEquals(List.of(), registry.readAll(KEY));
  }

  @Test
  void aRegistryThatCannotBeReadIsNotTakenForAnEmptyOne() {
    Registry registry =
        new Registry(command -> new ProgramEnd(1, "", "ERROR: Access is denied.\r\n"));
    IOException e = assertThrows(IOException.class, () -> registry.readAll(KEY));
    assertEquals("read " + KEY + ": ERROR: Access is denied.", e.getMessage());
  }

  @Test
  void theCommandsAsTheyAreTyped() {
    UUID id = UUID.fromString(PORT_5000);
    assertEquals(
        "reg.exe add \""
            + KEY
            + "\\"
            + PORT_5000
            + "\" /v ElementName /t REG_SZ /d \"hvsock service 5000\" /f /reg:64",
        GuestServices.registration(new GuestService(id, "hvsock service 5000")).commandText());
    assertEquals(
        "reg.exe delete \"" + KEY + "\\" + PORT_5000 + "\" /f /reg:64",
        GuestServices.removal(id).commandText());
  }

  @Test
  void namesThatQuotingWouldChangeAreRefused() {
    UUID id = UUID.fromString(PORT_5000);
    for (String bad : List.of("", " ", "a\"b", "a\nb", "a\\", "x".repeat(201))) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> GuestServices.registration(new GuestService(id, bad)),
              bad);
      assertTrue(String.valueOf(e.getMessage()).startsWith("name '" + bad), e::getMessage);
    }
    GuestServices.registration(new GuestService(id, "C:\\Größe & 100 %, 'quoted'"));
  }
}
