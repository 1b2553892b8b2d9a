package io.tweetlake.local.cli;

import io.tweetlake.local.UserException;
import io.tweetlake.sentiment.LexiconModel;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sentiment.SentimentModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model judges moods. */
final class ModelOption {
  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "A model's folder, exported from Hugging Face to ONNX: model.onnx, config.json and"
              + " tokenizer.json, or BERTweet's vocab.txt and bpe.codes. By default the built-in"
              + " lexicon.")
  private Optional<Path> folder = Optional.empty();

  /**
   * Opens the model.
   *
   * @throws UserException where the folder is no model that can be run
   */
  SentimentModel open() {
    if (folder.isEmpty()) {
      return LexiconModel.load();
    }
    try {
      return SentimentModels.open(folder.get());
    } catch (IOException e) {
      throw new UserException(e.getMessage(), e);
    }
  }
}
