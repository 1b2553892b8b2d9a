package io.tweetlake.sentiment.onnx;

import io.tweetlake.sentiment.ModelFormat;
import io.tweetlake.sentiment.SentimentModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders with a {@code model.onnx}. */
public final class OnnxFormat implements ModelFormat {
  @Override
  public boolean accepts(Path folder) {
    return Files.exists(folder.resolve("model.onnx"));
  }

  @Override
  public SentimentModel open(Path folder) throws IOException {
    return OnnxModel.open(folder);
  }
}
