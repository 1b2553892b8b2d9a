package io.tweetlake.sentiment.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BertweetTokenizerTest {
  private BertweetTokenizer tokenizer;

  @BeforeEach
  void load() throws IOException {
    Path folder = TestModels.folder("tiny-bertweet");
    tokenizer = BertweetTokenizer.load(folder.resolve("vocab.txt"), folder.resolve("bpe.codes"));
  }

  @Test
  void splitsAWordAsItsPairsWereLearnt() {
    assertThat(tokenizer.split("good")).containsExactly("good");
    assertThat(tokenizer.split("tea")).containsExactly("t@@", "ea");
    assertThat(tokenizer.split("goods")).containsExactly("goo@@", "d@@", "s");
    assertThat(tokenizer.split("é")).containsExactly("é");
  }

  @Test
  void numbersTheWordsAfterTheFourMarks() {
    TokenIds good = tokenizer.encode("good tea", 128);

    assertThat(good.ids()).containsExactly(0, 4, 14, 15, 2);
    assertThat(good.truncated()).isFalse();
  }

  @Test
  void spellsOutNamesLinksAndEmoji() {
    assertThat(tokenizer.encode("@someone ❤️ https://t.co/x", 128).ids())
        .containsExactly(0, 16, 13, 17, 2);
  }

  @Test
  void knowsNotEveryWord() {
    assertThat(tokenizer.encode("q", 128).ids()).containsExactly(0, 3, 2);
  }

  @Test
  void cutsWhatTheModelCannotRead() {
    TokenIds cut = tokenizer.encode("good ".repeat(200), 128);
    TokenIds whole = tokenizer.encode("good ".repeat(126), 128);

    assertThat(cut.truncated()).isTrue();
    assertThat(cut.ids()).hasSize(128).endsWith(2);
    assertThat(whole.truncated()).isFalse();
    assertThat(whole.ids()).hasSize(128).endsWith(2);
  }

  @Test
  void takesAnEmptyText() {
    assertThat(tokenizer.encode("", 128).ids()).containsExactly(0, 2);
  }

  @Test
  void refusesAVocabularyWithoutCounts(@TempDir Path folder) throws IOException {
    Path vocabulary = folder.resolve("vocab.txt");
    Files.writeString(vocabulary, "good\n");
    Path codes = Files.createFile(folder.resolve("bpe.codes"));

    assertThatThrownBy(() -> BertweetTokenizer.load(vocabulary, codes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'good'");
  }
}
