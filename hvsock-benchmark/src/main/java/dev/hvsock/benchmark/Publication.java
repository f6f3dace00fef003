package dev.hvsock.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the results go: to the module's target folder, and, if wished, to docs. */
record Publication(Path repository, Path folder, Results results, Report report) {
  private static final String BEGIN = "<!-- measured: begin -->\n";
  private static final String END = "<!-- measured: end -->";

  void write(boolean publish) throws IOException, InterruptedException {
    Path target =
        Files.createDirectories(repository.resolve("hvsock-benchmark/target/performance"));
    results.write(target.resolve("samples.json"));
    Files.writeString(target.resolve("performance.md"), report.text());
    new Picture(results, folder).draw(target);
    System.out.println(report.text());
    System.err.println("benchmark: also in " + target);
    if (publish) {
      Path docs = repository.resolve("docs");
      replaceMeasured(docs.resolve("performance.md"), report.text());
      new Picture(results, folder).draw(docs);
    }
  }

  /** Leaves alone what people have written around it. */
  static void replaceMeasured(Path page, String measured) throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(page + ": has no '" + BEGIN.strip() + "' before '" + END + "'");
    }
    String before = text.substring(0, begin + BEGIN.length());
    Files.writeString(page, before + measured + text.substring(end));
  }
}
