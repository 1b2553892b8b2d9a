package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A model's judgement of a text, or why there is none. The columns of {@code ai_query(..)}, in this
 * order and in snake case: label STRING, score, p_neg, p_neu, p_pos DOUBLE, model_id,
 * model_revision STRING, truncated BOOLEAN, scored_at TIMESTAMP, error STRING.
 *
 * @param judgement empty where the text cannot be scored
 * @param error the reason where it cannot
 */
public record ModelAnswer(
    Optional<Judgement> judgement,
    String modelId,
    String modelRevision,
    boolean truncated,
    Instant scoredAt,
    Optional<String> error) {
  public ModelAnswer {
    requireNonNull(judgement, "judgement is null");
    requireNonNull(modelId, "modelId is null");
    requireNonNull(modelRevision, "modelRevision is null");
    requireNonNull(scoredAt, "scoredAt is null");
    requireNonNull(error, "error is null");
    if (judgement.isPresent() == error.isPresent()) {
      throw new IllegalArgumentException("An answer has either a judgement or an error");
    }
  }

  /**
   * The chances of the three moods, which add up to about 1.
   *
   * @param label POS, NEU or NEG: the likeliest
   * @param score the likeliest one's chance
   */
  public record Judgement(
      String label, double score, double negative, double neutral, double positive) {
    public Judgement {
      requireNonNull(label, "label is null");
    }
  }
}
