package io.tweetlake.local.cli;

import io.tweetlake.report.DisplayWidth;
import io.tweetlake.report.TextTable;
import io.tweetlake.report.TextTable.Align;
import io.tweetlake.sentiment.LexiconModel;
import io.tweetlake.sentiment.Sentiment;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = "Judges the mood of texts with the built-in model.")
final class ScoreCommand implements Callable<Integer> {
  private static final int TEXT_COLUMNS = 80;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "TEXT", description = "The texts, each in quotes.")
  private List<String> texts;

  @Override
  public Integer call() {
    List<Sentiment> sentiments = LexiconModel.load().score(texts);
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

  private static String chance(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
