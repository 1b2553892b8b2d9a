package io.tweetlake.sentiment;

/**
 * The chances of the three moods of a text, which add up to 1.
 *
 * @param truncated whether the model left out the end of the text
 */
public record Sentiment(double negative, double neutral, double positive, boolean truncated) {
  private static final double TOLERANCE = 0.01;

  /** The moods, by the names that tweet models use. */
  public enum Label {
    NEG,
    NEU,
    POS
  }

  public Sentiment {
    double sum = negative + neutral + positive;
    if (!(negative >= 0 && neutral >= 0 && positive >= 0 && Math.abs(sum - 1) <= TOLERANCE)) {
      throw new IllegalArgumentException(
          "Chances must be positive and add up to 1: %s, %s, %s"
              .formatted(negative, neutral, positive));
    }
  }

  public static Sentiment of(double negative, double neutral, double positive) {
    return new Sentiment(negative, neutral, positive, false);
  }

  /** The likeliest mood. */
  public Label label() {
    if (positive >= negative && positive > neutral) {
      return Label.POS;
    }
    return negative > neutral ? Label.NEG : Label.NEU;
  }

  /** The chance of one mood. */
  public double chance(Label label) {
    return switch (label) {
      case NEG -> negative;
      case NEU -> neutral;
      case POS -> positive;
    };
  }

  /** The likeliest mood's chance. */
  public double score() {
    return chance(label());
  }
}
