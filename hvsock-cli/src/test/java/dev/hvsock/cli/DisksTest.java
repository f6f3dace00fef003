package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trees put on the kernel's own file systems, some of which take two names for one, or hold fewer
 * names, times and sizes than others; in a guest only.
 */
@Tag("guest")
@Timeout(200)
class DisksTest {
  private static final String SERVER = "unix:/run/serve";
  private static final Path TREE = Path.of("/run/tree");
  private static final Instant TIME = Instant.parse("2011-02-03T04:05:07.123456789Z");

  private static final List<String> FOLDERS =
      List.of("Dir", "dir", "empty", "A FOLDER of a long name", "AFOLDE~1");

  /** Names in every way that some file system has trouble with; short ones of FAT are the last. */
  private static final List<String> FILES =
      List.of(
          """
          plain|File|file|straße|STRASSE|\u00e9|e\u0301|\u00c9|\u00f6|o\u0308|Ж|ж|S|\u017f|🎈|a\u200bb|ab\
          |Dir/a|Dir/both|dir/b|dir/both|%s|%s\
          |alone.|end|end.|blank|blank |only |a:b|why?|tab\t|b\u0001r|back\\slash|quo"te|st*r|<|con\
          |LONG file name.txt|LONGFI~1.TXT|A FOLDER of a long name/one|AFOLDE~1/two"""
              .formatted("l".repeat(255), "ü".repeat(127))
              .split("\\|"));

  private static final String NOT_APART = "this file system does not keep its name apart from ";
  private static final String NO_SUCH = "this file system cannot hold such a name";
  private static final String NO_END = "this file system leaves out how the name ends";
  private static final String OUTSIDE = "the folder that it is in is not taken";
  private static InProcessTool server;

  /** What a client of the server is told: its exit code, the last event, and what was not taken. */
  private record Told(int code, Map<String, String> over, Map<String, String> notTaken) {}

  @BeforeAll
  static void plant() throws Exception {
    plantTree();
    String disks = Disk.makeAll().toString();
    server = InProcessTool.start("serve", "--overwrite=always", SERVER, disks);
    server.awaitListening();
  }

  /** Each file holds its own path. */
  private static void plantTree() throws IOException {
    for (String folder : FOLDERS) {
      Files.createDirectories(TREE.resolve(folder));
    }
    for (int i = 0; i < FILES.size(); i++) {
      Path file = Files.writeString(TREE.resolve(FILES.get(i)), FILES.get(i));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
      Files.setLastModifiedTime(file, FileTime.from(TIME.plusSeconds(i)));
    }
    Files.createSymbolicLink(TREE.resolve("link"), Path.of("plain"));
    for (String folder : FOLDERS) {
      Files.setLastModifiedTime(TREE.resolve(folder), FileTime.from(TIME));
    }
    Files.setLastModifiedTime(TREE, FileTime.from(TIME));
  }

  @AfterAll
  static void end() throws Exception {
    server.stop();
    server.close();
  }

  /** What is not taken, and why. */
  private static Map<String, String> refused(Disk disk) {
    Map<String, String> refused = new TreeMap<>();
    if (disk != Disk.EXT4) {
      refused.put("file", NOT_APART + "File");
      refused.put("dir", NOT_APART + "Dir");
      refused.put("dir/b", OUTSIDE);
      refused.put("dir/both", OUTSIDE);
    }
    switch (disk) {
      case EXT4 -> {}
      case CASEFOLD -> refused.putAll(takenForOneByUnicode());
      case VFAT -> {
        refused.putAll(impossibleOnFat());
        refused.putAll(withShortNames());
        refused.put("blank ", NO_SUCH);
        refused.put("only ", NO_SUCH);
      }
      case EXFAT -> {
        refused.putAll(impossibleOnFat());
        refused.put("\u00e9", NOT_APART + "\u00c9");
        refused.put("ж", NOT_APART + "Ж");
      }
    }
    return refused;
  }

  private static Map<String, String> takenForOneByUnicode() {
    return Map.of(
        "straße", NOT_APART + "STRASSE",
        "\u00e9", NOT_APART + "e\u0301",
        "\u00c9", NOT_APART + "e\u0301",
        "\u00f6", NOT_APART + "o\u0308",
        "ж", NOT_APART + "Ж",
        "\u017f", NOT_APART + "S",
        "a\u200bb", NOT_APART + "ab");
  }

  private static Map<String, String> impossibleOnFat() {
    Map<String, String> refused = new TreeMap<>();
    Stream.of("a:b", "why?", "tab\t", "b\u0001r", "back\\slash", "quo\"te", "st*r", "<")
        .forEach(name -> refused.put(name, NO_SUCH));
    refused.put("alone.", NO_END);
    refused.put("end.", NO_END);
    refused.put("link", "this file system has no links");
    return refused;
  }

  /** In code page 437, the short names of a letter in both cases are one. */
  private static Map<String, String> withShortNames() {
    return Map.of(
        "\u00e9", NOT_APART + "another one",
        "LONGFI~1.TXT", "something else has come to have its name",
        "AFOLDE~1", "this file system takes another name here for the same",
        "AFOLDE~1/two", "the folder that it is in could not be made");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTakenForOneIsRefusedAndTheRestArrives(Disk disk) throws Exception {
    Map<String, String> refused = refused(disk);
    Told told = put("tree", "--overwrite=always", disk);
    assertEquals(lines(refused), lines(told.notTaken));
    assertEquals(refused.isEmpty() ? 0 : 1, told.code);
    assertEquals(expected(disk, refused), listing(disk));

    Told again = put("tree", "--overwrite=older", disk);
    long files = FILES.stream().filter(name -> !refused.containsKey(name)).count();
    assertEquals(Long.toString(files), again.over.get("/same"));
    assertEquals("0", again.over.get("/moved"));
    assertEquals(refused.keySet(), again.notTaken.keySet());
    assertEquals(refused.isEmpty() ? 0 : 1, again.code);
  }

  private static Told put(String what, String option, Disk disk) throws Exception {
    try (InProcessTool tool =
        InProcessTool.start("put", "--json", option, "/run/" + what, SERVER, disk.toString())) {
      Tool.End end = tool.end();
      Map<String, String> over = Map.of();
      Map<String, String> notTaken = new TreeMap<>();
      for (String line : end.output().lines().toList()) {
        Map<String, String> event = Json.flat(line);
        switch (String.valueOf(event.get("/event"))) {
          case "not-taken" -> {
            String path = String.valueOf(event.get("/path")).substring(what.length() + 1);
            notTaken.put(path, String.valueOf(event.get("/reason")));
          }
          case "over", "failed" -> over = event;
          default -> {}
        }
      }
      return new Told(end.code(), over, notTaken);
    }
  }

  private static String lines(Map<String, String> each) {
    return each.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  /** Names, kinds, times and contents, as they have to be, each in a line. */
  private static String expected(Disk disk, Map<String, String> refused) {
    List<String> lines = new ArrayList<>();
    for (String folder : FOLDERS) {
      lines.add(folder + "\td\t" + disk.time(TIME.getEpochSecond(), TIME.getNano()) + "\t");
    }
    for (int i = 0; i < FILES.size(); i++) {
      String mode = disk.keepsModes() ? "640" : "755";
      String time = disk.time(TIME.getEpochSecond() + i, TIME.getNano());
      lines.add(FILES.get(i) + "\tf " + mode + "\t" + time + "\t" + FILES.get(i));
    }
    lines.add("link\tl\tplain\t");
    lines.removeIf(line -> refused.containsKey(line.replaceFirst("(?s)\t[dfl][ \t].*", "")));
    return lines.stream().sorted().collect(Collectors.joining("\n"));
  }

  /** The same as GNU's find sees it, when nothing is known but what is on the disk. */
  private static String listing(Disk disk) throws Exception {
    String found =
        Disk.bash(
            disk.mountingAnew("defaults")
                + """

                cd %s/tree
                find . -mindepth 1 \\( -type d -printf '%%P\\td\\t%%T@\\t\\0' \\
                  -o -type f -printf '%%P\\tf %%m\\t%%T@\\t' -exec cat {} \\; -printf '\\0' \\
                  -o -printf '%%P\\t%%y\\t%%l\\t\\0' \\)
                """
                    .formatted(disk.folder()));
    return Stream.of(found.split("\0")).sorted().collect(Collectors.joining("\n"));
  }

  /**
   * What has been cut off is gone on with where it ended, also when the disk was away meanwhile.
   */
  @Test
  void aTransferToFatIsGoneOnWith() throws Exception {
    byte[] bytes = new byte[6 << 20];
    new Random(6).nextBytes(bytes);
    Files.write(Path.of("/run/large"), bytes);
    InProcessTool cut =
        InProcessTool.start("put", "--limit-rate=1M", "/run/large", SERVER, "vfat/resumed");
    awaitPartial(Disk.VFAT.folder().resolve("resumed"));
    assertEquals(130, cut.stop().code());
    Disk.bash(Disk.VFAT.mountingAnew("defaults"));
    try (InProcessTool tool =
        InProcessTool.start("put", "--json", "--resume", "/run/large", SERVER, "vfat/resumed")) {
      Tool.End end = tool.end();
      assertEquals(0, end.code(), end.talk());
      assertTrue(end.output().matches("(?s).*\"began\".*\"present\":[1-9].*"), end.output());
    }
    Disk.bash("cmp /run/large /run/disks/vfat/resumed/large");
    assertEquals("large\n", Disk.bash("ls -A /run/disks/vfat/resumed"));
  }

  private static void awaitPartial(Path folder) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!Files.isDirectory(folder) || sizeOfPartial(folder) < 1 << 20) {
      assertTrue(System.nanoTime() < end, "too little arrives");
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static long sizeOfPartial(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".partial"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  /** Four GiB are refused at once, though they would be a hole; one byte less has no room. */
  @Test
  void whatIsTooLargeForFatIsRefusedByName() throws Exception {
    Disk.bash("mkdir /run/sizes; truncate -s 4G /run/sizes/large; echo >/run/sizes/small");
    Told told = put("sizes", "--overwrite=never", Disk.VFAT);
    assertEquals(
        Map.of("large", "this file system holds no files of 4 GiB and more"), told.notTaken);
    assertEquals(1, told.code);
    assertEquals("small\n", Disk.bash("ls -A /run/disks/vfat/sizes"));
  }

  /** As a stick that all may write to is mounted: permissions are nobody's there to set. */
  @Test
  void whoDoesNotOwnTheDiskReceivesAllTheSame() throws Exception {
    Disk.bash(Disk.VFAT.mountingAnew("uid=1234,umask=0"));
    List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-fowner"));
    command.addAll(Tool.java());
    command.addAll(List.of("receive", "unix:/run/others", "/run/disks/vfat/others"));
    try (Tool receiver = Tool.program(command);
        InProcessTool sender =
            InProcessTool.start("send", "--retry=1m", "/run/tree/plain", "unix:/run/others")) {
      assertEquals(0, sender.end().code());
      Tool.End end = receiver.end(Duration.ofMinutes(1));
      assertEquals(0, end.code(), end.talk());
    }
    Disk.bash(Disk.VFAT.mountingAnew("defaults"));
    assertEquals("plain", Files.readString(Disk.VFAT.folder().resolve("others/plain")));
  }
}
