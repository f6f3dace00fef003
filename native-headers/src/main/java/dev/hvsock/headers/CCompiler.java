package dev.hvsock.headers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A C compiler of the gcc family.
 *
 * @param command its name, which is looked for on the PATH
 */
record CCompiler(String command) {
  private static final List<String> FLAGS =
      List.of(
          "-std=gnu11",
          "-Wall",
          "-Werror",
          "-O1", // as little as makes it find out which bytes an object has
          "-S",
          "-o",
          "/dev/null",
          "-fno-diagnostics-show-caret",
          "-ftrack-macro-expansion=0");
  private static final Pattern ERROR = Pattern.compile("[^:]+:(\\d+):\\d+: (?:fatal )?error: (.*)");
  private static final Pattern TYPE = Pattern.compile("incompatible pointer type '([^']*)'.*");
  private static final Pattern ARRAY = Pattern.compile("char \\(\\*\\)\\[(?:\\(0, )?(\\d+)\\)?\\]");
  private static final Pattern CALL =
      Pattern.compile("call to '.*' declared with attribute error: ");

  /** What the compiler said, and whether it found the file to be right. */
  private record Verdict(boolean isRight, String output) {}

  /** Whether this compiler is installed and finds {@code headers}. */
  boolean finds(List<String> headers) {
    try {
      Path file = Files.createTempFile("headers", ".c");
      try {
        StringBuilder source = new StringBuilder();
        headers.forEach(header -> source.append("#include <").append(header).append(">\n"));
        Files.writeString(file, source);
        return run(file).isRight();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Which claims of the bindings are wrong; leaves them in {@code file}. */
  List<Difference> compare(Bindings bindings, Path file) throws IOException {
    Map<Claim, String> wrong = complaints(CSource.claiming(bindings), file);
    List<Claim.Assertion> unequal =
        wrong.entrySet().stream()
            .filter(entry -> entry.getValue().startsWith("static assertion failed"))
            .map(entry -> (Claim.Assertion) entry.getKey())
            .toList();
    if (!wrong.isEmpty()) {
      // A compiler that complains of the text looks at no bytes.
      List<Claim> unseen =
          bindings.claims().stream()
              .filter(claim -> claim instanceof Image && !wrong.containsKey(claim))
              .toList();
      wrong.putAll(complaints(CSource.claiming(new Bindings(bindings.headers(), unseen))));
      wrong.putAll(complaints(CSource.asking(bindings.headers(), unequal)));
    }
    return wrong.entrySet().stream()
        .map(entry -> new Difference(entry.getKey(), readable(entry.getValue())))
        .toList();
  }

  private Map<Claim, String> complaints(CSource source) throws IOException {
    if (source.isEmpty()) {
      return Map.of();
    }
    Path file = Files.createTempFile("claims", ".c");
    try {
      return complaints(source, file);
    } finally {
      Files.delete(file);
    }
  }

  /** The first complaint about each claim that the compiler objects to. */
  private Map<Claim, String> complaints(CSource source, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, source.text());
    Verdict verdict = run(file);
    Map<Claim, String> complaints = new LinkedHashMap<>();
    verdict
        .output()
        .lines()
        .map(ERROR::matcher)
        .filter(Matcher::matches)
        .forEach(
            error ->
                source
                    .claimAt(Integer.parseInt(error.group(1)))
                    .ifPresent(claim -> complaints.putIfAbsent(claim, error.group(2))));
    if (!verdict.isRight() && complaints.isEmpty()) {
      throw new IOException(command + " cannot compile " + file + ":\n" + verdict.output());
    }
    return complaints;
  }

  private static String readable(String complaint) {
    Matcher type = TYPE.matcher(complaint);
    if (!type.find()) {
      return CALL.matcher(complaint).replaceFirst("");
    }
    Matcher array = ARRAY.matcher(type.group(1));
    return array.matches()
        ? Integer.toString((int) Long.parseLong(array.group(1)))
        : type.group(1).replaceAll(" +", " ");
  }

  private Verdict run(Path file) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.command().addAll(FLAGS);
    builder.command().add(file.toString());
    builder.environment().put("LC_ALL", "C");
    Process compiler = builder.redirectErrorStream(true).start();
    String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Verdict(compiler.waitFor() == 0, output);
    } catch (InterruptedException e) {
      compiler.destroy();
      Thread.currentThread().interrupt();
      throw new IOException(command + " was interrupted", e);
    }
  }
}
