package io.tweetlake.local.cli;

import io.tweetlake.local.UserException;
import io.tweetlake.report.DisplayWidth;
import io.tweetlake.report.TextTable;
import io.tweetlake.report.TextTable.Align;
import io.tweetlake.sentiment.LexiconModel;
import io.tweetlake.sentiment.Sentiment;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sentiment.SentimentModels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "A model's folder, exported from Hugging Face to ONNX: model.onnx, config.json and"
              + " tokenizer.json, or BERTweet's vocab.txt and bpe.codes. Needs sentiment-onnx on"
              + " the class path.")
  private Optional<Path> modelFolder = Optional.empty();

  @Parameters(
      arity = "1..*",
      paramLabel = "TEXT",
      description = "The texts, each in quotes; - for the lines of standard input.")
  private List<String> arguments;

  @Override
  public Integer call() {
    List<String> texts = texts();
    List<Sentiment> sentiments = model().score(texts);
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

  private SentimentModel model() {
    if (modelFolder.isEmpty()) {
      return LexiconModel.load();
    }
    try {
      return SentimentModels.open(modelFolder.get());
    } catch (IOException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private static String chance(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
