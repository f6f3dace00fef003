package dev.hvsock.wine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Windows JVM under Wine. It is older than our classes, which it gets {@linkplain OlderClasses
 * lowered}; those of others are for older ones anyway.
 */
public final class WindowsJava {
  private static final Path HOME = Wine.MODULE.resolve("target/windows-java");
  private static final Path JAVA = HOME.resolve("bin/java.exe");
  private static final Path SECURITY =
      Wine.MODULE.resolve("src/main/java-options/security.properties");
  private static final Map<Path, Path> LOWERED = new HashMap<>();

  private final Wine wine;
  private final List<String> options;

  private WindowsJava(Wine wine, List<String> options) {
    this.wine = wine;
    this.options = List.copyOf(options);
  }

  /** Why there is no such JVM here, with the remedy; empty if there is. */
  static Optional<String> missing() {
    return Files.exists(JAVA)
        ? Optional.empty()
        : Optional.of("no Windows JVM in " + HOME + "; try: ./mvnw -Pwine verify, which gets it");
  }

  /** The JVM in that Wine, as it is. */
  public static WindowsJava in(Wine wine) {
    // One processor, as Wine tells of threads on several things that are not so.
    return new WindowsJava(
        wine,
        List.of(
            "-XX:ActiveProcessorCount=1",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Djava.security.properties=" + Wine.windowsPath(SECURITY),
            "--enable-native-access=ALL-UNNAMED"));
  }

  /** The same with more options, such as {@code -Dname=value}. */
  public WindowsJava options(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new WindowsJava(wine, all);
  }

  /** The same for the cases of the contracts, whose threads are to live on for a moment there. */
  public WindowsJava forContracts() {
    return options("-Dhvsock.linger.millis=100");
  }

  /** The same with an emulated AF_HYPERV, on the host. */
  public WindowsJava onHost() throws IOException {
    return options("-agentpath:" + Wine.windowsPath(hook()));
  }

  /** The same with an emulated AF_HYPERV, in the guest of this id. */
  public WindowsJava inGuest(String vmId) throws IOException {
    return options("-agentpath:" + Wine.windowsPath(hook()) + "=" + vmId);
  }

  private static final class Hook {
    static Optional<Path> made = Optional.empty();
  }

  private static synchronized Path hook() throws IOException {
    if (Hook.made.isEmpty()) {
      Hook.made = Optional.of(WindowsLibraries.hook());
    }
    return Hook.made.get();
  }

  /** What runs a class with this class path, of folders and jars of this machine. */
  public ProcessBuilder run(List<Path> classPath, String main, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(options);
    words.addAll(List.of("-cp", windowsClassPath(classPath), main));
    words.addAll(List.of(arguments));
    return wine.program(Wine.windowsPath(JAVA), words.toArray(String[]::new));
  }

  private static String windowsClassPath(List<Path> classPath) throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path each : classPath) {
      all.add(isOurs(each) ? lowered(each) : each);
    }
    return all.stream().map(Wine::windowsPath).collect(Collectors.joining(";"));
  }

  private static boolean isOurs(Path each) {
    return Files.isDirectory(each) || each.getFileName().toString().startsWith("hvsock-");
  }

  private static synchronized Path lowered(Path ours) throws IOException {
    Path lowered = LOWERED.get(ours);
    if (lowered == null) {
      lowered = Wine.folder("older-classes/" + ours.toString().replaceAll("[^A-Za-z0-9.-]", "_"));
      OlderClasses.copy(ours, lowered);
      LOWERED.put(ours, lowered);
    }
    return lowered;
  }

  /** The class path of this JVM. */
  public static List<Path> ownClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .map(Path::of)
        .filter(Files::exists)
        .toList();
  }

  /** The JVM, what it takes its system for, and Wine; for example for a test's output. */
  public String description() throws IOException {
    Process process =
        wine.program(Wine.windowsPath(JAVA), "-XshowSettings:properties", "-version")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return "Java %s (%s), %s, %s"
        .formatted(
            setting(said, "java.version"),
            setting(said, "java.vendor"),
            setting(said, "os.name"),
            wine.version());
  }

  private static String setting(String settings, String name) throws IOException {
    Matcher found =
        Pattern.compile("^\\s*" + Pattern.quote(name) + " = (.*?)\\s*$", Pattern.MULTILINE)
            .matcher(settings);
    if (!found.find()) {
      throw new IOException("the Windows JVM does not tell its " + name + ": " + settings);
    }
    return found.group(1);
  }
}
