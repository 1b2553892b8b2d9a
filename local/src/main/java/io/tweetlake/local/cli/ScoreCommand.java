package io.tweetlake.local.cli;

import io.tweetlake.report.DisplayWidth;
import io.tweetlake.report.TextTable;
import io.tweetlake.report.TextTable.Align;
import io.tweetlake.sentiment.Sentiment;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Judges the mood of texts, with the built-in model or one of your own.")
final class ScoreCommand implements Callable<Integer> {
  private static final int TEXT_COLUMNS = 80;

  @Spec private CommandSpec spec;

  @Mixin private ModelOption modelOption;

  @Parameters(
      arity = "1..*",
      paramLabel = "TEXT",
      description = "The texts, each in quotes; - for the lines of standard input.")
  private List<String> arguments;

  @Override
  public Integer call() {
    List<String> texts = texts();
    List<Sentiment> sentiments = modelOption.open().score(texts);
    TextTable table =
        new TextTable(
            List.of("mood", "negative", "neutral", "positive", "text"),
            List.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.LEFT));
    for (int i = 0; i < texts.size(); i++) {
      Sentiment sentiment = sentiments.get(i);
      table.add(
          sentiment.label().name(),
          chance(sentiment.negative()),
          chance(sentiment.neutral()),
          chance(sentiment.positive()),
          DisplayWidth.fit(texts.get(i), TEXT_COLUMNS));
    }
    table.lines().forEach(spec.commandLine().getOut()::println);
    return 0;
  }

  private List<String> texts() {
    if (!arguments.equals(List.of("-"))) {
      return arguments;
    }
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return lines.lines().toList();
  }

  private static String chance(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
