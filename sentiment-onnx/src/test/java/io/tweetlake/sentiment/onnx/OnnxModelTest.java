package io.tweetlake.sentiment.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tweetlake.sentiment.Sentiment;
import io.tweetlake.sentiment.Sentiment.Label;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sentiment.SentimentModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxModelTest {
  @ParameterizedTest
  @ValueSource(strings = {"tiny-bertweet", "tiny-roberta"})
  void scoresWithEitherTokenizer(String name) throws IOException {
    try (OnnxModel model = OnnxModel.open(TestModels.folder(name))) {
      List<Sentiment> sentiments =
          model.score(List.of("the tea is good !", "awful", "the tea", "I love love love it"));

      assertThat(sentiments)
          .extracting(Sentiment::label)
          .containsExactly(Label.POS, Label.NEG, Label.NEU, Label.POS);
      assertThat(model.id()).isEqualTo(name);
      assertThat(model.revision()).matches("[0-9a-f]{12}");
    }
  }

  @Test
  void answersEachTextAsIfItWereAlone() throws IOException {
    try (OnnxModel model = OnnxModel.open(TestModels.folder("tiny-bertweet"))) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        texts.add("good ".repeat(i % 5) + "bad ".repeat(i % 3));
      }

      List<Sentiment> together = model.score(texts);

      for (int i = 0; i < texts.size(); i++) {
        assertThat(together.get(i)).isEqualTo(model.score(List.of(texts.get(i))).get(0));
      }
    }
  }

  @Test
  void isFoundByItsFolder(@TempDir Path folder) throws IOException {
    SentimentModel model = SentimentModels.open(TestModels.folder("tiny-roberta"));

    assertThat(model.id()).isEqualTo("tiny-roberta");
    ((OnnxModel) model).close();
    assertThatThrownBy(() -> SentimentModels.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it has no file model.onnx");
  }

  @Test
  void answersNothingToNoTexts() throws IOException {
    try (OnnxModel model = OnnxModel.open(TestModels.folder("tiny-roberta"))) {
      assertThat(model.score(List.of())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-bertweet", "tiny-roberta"})
  void saysThatItCutAText(String name) throws IOException {
    try (OnnxModel model = OnnxModel.open(TestModels.folder(name))) {
      assertThat(model.score(List.of("good ".repeat(300), "good")))
          .extracting(Sentiment::truncated)
          .containsExactly(true, false);
    }
  }

  @Test
  void namesWhatAFolderLacks(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> OnnxModel.open(folder)).hasMessageContaining("no file model.onnx");

    Path whole = TestModels.folder("tiny-roberta");
    Files.copy(whole.resolve("model.onnx"), folder.resolve("model.onnx"));
    Files.copy(whole.resolve("config.json"), folder.resolve("config.json"));
    assertThatThrownBy(() -> OnnxModel.open(folder))
        .hasMessageContaining("neither tokenizer.json nor vocab.txt");

    Files.writeString(
        folder.resolve("config.json"), "{\"id2label\":{\"0\":\"cat\",\"1\":\"dog\"}}");
    assertThatThrownBy(() -> OnnxModel.open(folder)).hasMessageContaining("its labels are");
  }

  @Test
  void refusesWeightsThatAreNone(@TempDir Path folder) throws IOException {
    Path whole = TestModels.folder("tiny-roberta");
    Files.writeString(folder.resolve("model.onnx"), "no model");
    for (String name : List.of("config.json", "tokenizer.json")) {
      Files.copy(whole.resolve(name), folder.resolve(name));
    }

    assertThatThrownBy(() -> OnnxModel.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot open model");
  }
}
