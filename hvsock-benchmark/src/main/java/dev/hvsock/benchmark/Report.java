package dev.hvsock.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The results as Markdown: what was promised and reached, then everything that was measured. */
record Report(Results results, List<String> machine) {
  private static final String CHART = "performance-ratios.svg";
  private static final String GROWTH = "performance-growth.svg";

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("### The machine\n");
    machine.forEach(line -> text.append("- ").append(line).append('\n'));
    promises(text);
    text.append("\n![Everybody against the yardstick](").append(CHART).append(")\n");
    if (!results.contenders(Measure.IDLE_ANSWER).isEmpty()) {
      text.append("\n![Ever more idle flows](").append(GROWTH).append(")\n");
    }
    measured(text);
    return text.toString();
  }

  private void promises(StringBuilder text) {
    text.append("\n### What is to be reached, and what was\n");
    text.append("| work | who ÷ whom | to reach | reached | met |\n|---|---|---|---|---|\n");
    for (Promise promise : Promise.all()) {
      promise.judge(results).ifPresent(outcome -> row(text, outcome));
    }
  }

  private static void row(StringBuilder text, Promise.Outcome outcome) {
    Promise promise = outcome.promise();
    String pair = promise.yardstick().map(other -> " ÷ " + other).orElse("");
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %s%s | %s | %s | %s |%n",
            promise.work(),
            promise.subject(),
            pair,
            promise.limitText(),
            promise.text(outcome.reached()),
            outcome.isMet() ? "yes" : "**no**"));
  }

  private void measured(StringBuilder text) {
    text.append("\n### Everything that was measured\n");
    for (Measure measure : Measure.values()) {
      List<String> contenders = results.contenders(measure);
      if (!contenders.isEmpty()) {
        table(text, measure, contenders);
      }
    }
  }

  private void table(StringBuilder text, Measure measure, List<String> contenders) {
    String unit = measure.unit().symbol();
    String better = measure.unit().moreIsBetter() ? "more" : "less";
    text.append("\n**%s**, %s, %s is better\n\n".formatted(capital(measure.title()), unit, better));
    text.append(
        "| | median | min … max | rounds | ÷ %s |\n|---|--:|--:|--:|--:|\n"
            .formatted(measure.yardstick()));
    for (String contender : contenders) {
      for (long size : results.sizes(measure, contender)) {
        line(text, measure, contender, size);
      }
    }
  }

  private void line(StringBuilder text, Measure measure, String contender, long size) {
    Spread spread = results.spread(measure, contender, size).orElseThrow();
    String range = Numbers.text(spread.min()) + " … " + Numbers.text(spread.max());
    Optional<Spread> yardstick = results.spread(measure, measure.yardstick(), size);
    String ratio =
        yardstick
            .map(other -> String.format(Locale.ROOT, "%.2f", spread.median() / other.median()))
            .orElse("");
    String who = size == 0 ? contender : "%s, %,d flows".formatted(contender, size);
    text.append(
        "| %s | %s | %s | %d | %s |%n"
            .formatted(who, Numbers.text(spread.median()), range, spread.count(), ratio));
  }

  private static String capital(String title) {
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }
}
