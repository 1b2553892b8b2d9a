package io.tweetlake.sentiment.onnx;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The folders that {@code tiny_models.py} made. */
final class TestModels {
  private TestModels() {}

  static Path folder(String name) {
    try {
      return Path.of(TestModels.class.getResource("/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
