package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.Model;
import io.tweetlake.engine.ModelAnswer;
import io.tweetlake.engine.ModelAnswer.Judgement;
import io.tweetlake.sentiment.Sentiment;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sentiment.UnscorableTextException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers every model's name with one model of this process. Needs no endpoint. */
final class EmbeddedModel implements Model {
  private final SentimentModel model;

  EmbeddedModel(SentimentModel model) {
    this.model = requireNonNull(model, "model is null");
  }

  @Override
  public List<ModelAnswer> answer(String name, List<String> texts) {
    List<ModelAnswer> answers = new ArrayList<>(texts.size());
    for (String text : texts) {
      answers.add(answer(text));
    }
    return answers;
  }

  private ModelAnswer answer(String text) {
    if (text.isBlank()) {
      return unscorable(PreparedText.NOTHING_TO_SCORE);
    }
    try {
      Sentiment sentiment = model.score(List.of(text)).get(0);
      Judgement judgement =
          new Judgement(
              sentiment.label().name(),
              sentiment.score(),
              sentiment.negative(),
              sentiment.neutral(),
              sentiment.positive());
      return new ModelAnswer(
          Optional.of(judgement),
          model.id(),
          model.revision(),
          sentiment.truncated(),
          Instant.now(),
          Optional.empty());
    } catch (UnscorableTextException e) {
      return unscorable(e.getMessage());
    }
  }

  private ModelAnswer unscorable(String reason) {
    return new ModelAnswer(
        Optional.empty(), model.id(), model.revision(), false, Instant.now(), Optional.of(reason));
  }
}
