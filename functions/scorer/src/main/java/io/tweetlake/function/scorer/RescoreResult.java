package io.tweetlake.function.scorer;

/**
 * What a second try brought.
 *
 * @param tried rows that had a reason instead of a judgement
 * @param scored of them
 * @param commits that replaced rows
 */
public record RescoreResult(long tried, long scored, int commits) {
  static final RescoreResult NOTHING = new RescoreResult(0, 0, 0);

  RescoreResult plus(RescoreResult other) {
    return new RescoreResult(tried + other.tried, scored + other.scored, commits + other.commits);
  }
}
