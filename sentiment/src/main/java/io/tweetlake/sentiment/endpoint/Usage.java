package io.tweetlake.sentiment.endpoint;

import java.time.Duration;

/**
 * What an endpoint has done so far.
 *
 * @param calls that reached the model
 * @param failures that were asked for by a test, and did not reach it
 * @param busy the time that the model's workers have worked, together
 * @param active the time in which at least one of them has worked
 * @param peakInFlight most calls at one time
 */
public record Usage(long calls, long failures, Duration busy, Duration active, int peakInFlight) {}
