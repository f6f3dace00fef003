package dev.hvsock.cli.windows;

import dev.hvsock.Address;
import dev.hvsock.HypervAddress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The services of the host that guests may connect to, as the registry has them: a key for each,
 * below {@value #KEY}, with the name in the value {@value #NAME}.
 */
public final class GuestServices {
  static final String KEY = Registry.WINDOWS + "\\Virtualization\\GuestCommunicationServices";
  static final String NAME = "ElementName";

  private static final int LONGEST_NAME = 200;

  /** What reaches {@code reg.exe} as it is, however it is quoted on the way. */
  private static final Pattern PLAIN = Pattern.compile("[^\"\\p{Cntrl}]*[^\"\\\\\\p{Cntrl}]");

  private final Registry registry;
  private final Programs programs;
  private final Elevation elevation;

  GuestServices(Programs programs) {
    this.programs = programs;
    this.registry = new Registry(programs);
    this.elevation = new Elevation(programs);
  }

  /**
   * The service id that a user means.
   *
   * @param text a port, or the id itself
   * @throws IllegalArgumentException if it is neither
   */
  public static UUID parse(String text) {
    try {
      UUID id = ((HypervAddress) Address.parse("hyperv://wildcard/" + text)).serviceId();
      return check(id);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "service '" + text + "' is neither a port from 0 to 2147483647 nor a GUID; try: 5000", e);
    }
  }

  private static UUID check(UUID id) {
    if (new GuestService(id, "").port().orElse(0) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("Hyper-V carries ports up to 2147483647 only");
    }
    return id;
  }

  /** All of them, in the order of the registry. */
  public List<GuestService> all() throws IOException {
    return registry.readAll(KEY).stream()
        .filter(key -> key.parent().equalsIgnoreCase(KEY))
        .flatMap(key -> service(key).stream())
        .toList();
  }

  private static Optional<GuestService> service(RegistryKey key) {
    try {
      UUID id = UUID.fromString(key.name());
      return Optional.of(new GuestService(id, key.values().getOrDefault(NAME, "")));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // whatever it is, no service can have that id
    }
  }

  /** The one with this id. */
  public Optional<GuestService> find(UUID id) throws IOException {
    return all().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /**
   * What registers a service, or gives it another name.
   *
   * @throws IllegalArgumentException if the name cannot be handed to {@code reg.exe} as it is
   */
  public static RegistryChange registration(GuestService service) {
    String name = service.name();
    if (name.isBlank() || name.length() > LONGEST_NAME || !PLAIN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name '"
              + name
              + "' is empty, too long, or has a double quote, a control character or a backslash at its end;"
              + " try: letters, digits and blanks");
    }
    return RegistryChange.addition(key(service.id()), NAME, name);
  }

  /** What unregisters a service. */
  public static RegistryChange removal(UUID id) {
    return RegistryChange.deletion(key(id));
  }

  private static String key(UUID id) {
    return KEY + "\\" + id;
  }

  /**
   * Makes such a change.
   *
   * @throws IOException if Windows refuses it; the message has the command for somebody who may
   */
  public void make(RegistryChange change) throws IOException {
    ProgramEnd end = programs.run(change.command());
    if (end.isGood()) {
      return;
    }
    String refused = "change the registry: Windows refused (" + end.words() + ")";
    if (elevation.find().equals(Optional.of(true))) {
      throw new IOException(refused + "; the command was: " + change.commandText());
    }
    throw new IOException(
        refused
            + "; this needs administrator rights; try, at a command prompt that was started with"
            + " 'Run as administrator': "
            + change.commandText());
  }
}
