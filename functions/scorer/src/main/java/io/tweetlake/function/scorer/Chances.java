package io.tweetlake.function.scorer;

import io.tweetlake.engine.ModelAnswer.Judgement;

/** An endpoint's chances for one text, and whether it says that it cut the text. */
record Chances(double negative, double neutral, double positive, boolean truncated) {
  private static final double TOLERANCE = 0.02;

  Chances {
    if (!(negative >= 0 && neutral >= 0 && positive >= 0)
        || Math.abs(negative + neutral + positive - 1) > TOLERANCE) {
      throw new IllegalArgumentException(
          "scores are no chances that add up to 1: NEG %s, NEU %s, POS %s"
              .formatted(negative, neutral, positive));
    }
  }

  Judgement judgement() {
    double best = Math.max(neutral, Math.max(negative, positive));
    String label = best == neutral ? "NEU" : best == positive ? "POS" : "NEG";
    return new Judgement(label, best, negative, neutral, positive);
  }
}
