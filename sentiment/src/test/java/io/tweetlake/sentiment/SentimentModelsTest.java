package io.tweetlake.sentiment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentimentModelsTest {
  @Test
  void saysWhatIsMissing(@TempDir Path folder) {
    assertThatThrownBy(() -> SentimentModels.open(folder.resolve("nothing")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such folder");
    assertThatThrownBy(() -> SentimentModels.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sentiment-onnx is not on the class path");
  }
}
