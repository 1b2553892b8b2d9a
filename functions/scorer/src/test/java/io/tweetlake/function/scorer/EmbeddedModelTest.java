package io.tweetlake.function.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tweetlake.engine.ModelAnswer;
import io.tweetlake.engine.ModelAnswer.Judgement;
import io.tweetlake.sentiment.LexiconModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedModelTest {
  @Test
  void answersWithoutAnEndpoint() {
    List<ModelAnswer> answers =
        new EmbeddedModel(LexiconModel.load())
            .answer("tweet-sentiment", List.of(" :-)", "I hate this", "at five"));

    assertThat(answers)
        .extracting(answer -> answer.judgement().map(Judgement::label).orElseThrow())
        .containsExactly("POS", "NEG", "NEU");
    assertThat(answers).extracting(ModelAnswer::modelId).containsOnly("lexicon");
  }

  @Test
  void givesAnEmptyTextAReason() {
    ModelAnswer answer = new EmbeddedModel(LexiconModel.load()).answer("m", List.of(" ")).get(0);

    assertThat(answer.judgement()).isEmpty();
    assertThat(answer.error()).contains("the text is empty");
    assertThat(answer.modelId()).isEqualTo("lexicon");
  }
}
