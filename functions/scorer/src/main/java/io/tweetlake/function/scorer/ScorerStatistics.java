package io.tweetlake.function.scorer;

/**
 * What a model's texts have cost so far.
 *
 * @param texts asked for
 * @param sentTexts that went to the endpoint; the others were equal to one of them, or known
 * @param calls of the endpoint, repeated ones included
 * @param failedCalls of them
 * @param unscorable texts that the endpoint could not take
 */
public record ScorerStatistics(
    long texts, long sentTexts, long calls, long failedCalls, long unscorable) {}
