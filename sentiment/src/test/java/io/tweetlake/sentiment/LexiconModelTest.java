package io.tweetlake.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tweetlake.sentiment.Sentiment.Label;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconModelTest {
  private final LexiconModel model = LexiconModel.load();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          " :-)" | POS
          I love Lakehouses | POS
          I have a broken notebook, programming error? | NEG
          I hate this so much!!! | NEG
          not bad at all | POS
          The meeting is at five | NEU
          so sad 😭 | NEG
          ❤️ | POS
          👍🏽 | POS
          💔 | NEG
          &lt;3 | POS
          "" | NEU
          """)
  void labelsTexts(String text, Label label) {
    assertThat(score(text).label()).isEqualTo(label);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "great", "awful!!!", "🥳🥳", "\uD83D", "日本語のツイート"})
  void givesChancesThatMakeOne(String text) {
    Sentiment sentiment = score(text);

    assertThat(sentiment.negative() + sentiment.neutral() + sentiment.positive())
        .isEqualTo(1, within(1e-9));
    assertThat(sentiment.score()).isEqualTo(sentiment.chance(sentiment.label()));
  }

  @Test
  void answersInOrder() {
    List<Sentiment> sentiments = model.score(List.of("great", "awful", "great"));

    assertThat(sentiments)
        .extracting(Sentiment::label)
        .containsExactly(Label.POS, Label.NEG, Label.POS);
  }

  @Test
  void saysThatItIsALexicon() {
    assertThat(model.id()).isEqualTo("lexicon");
  }

  @Test
  void doesNotTakeTheMoodOfLinksAndNames() {
    assertThat(score("@happylove https://love.example/great").label()).isEqualTo(Label.NEU);
  }

  private Sentiment score(String text) {
    return model.score(List.of(text)).get(0);
  }
}
