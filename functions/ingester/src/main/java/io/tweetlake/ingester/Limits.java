package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a run ends by itself.
 *
 * @param maxPosts posts taken in
 * @param maxDuration time since the run's start
 * @param maxSpendUsd price of the posts received
 */
public record Limits(
    OptionalLong maxPosts, Optional<Duration> maxDuration, Optional<BigDecimal> maxSpendUsd) {
  public static final Limits NONE =
      new Limits(OptionalLong.empty(), Optional.empty(), Optional.empty());

  public Limits {
    requireNonNull(maxPosts, "maxPosts is null");
    requireNonNull(maxDuration, "maxDuration is null");
    requireNonNull(maxSpendUsd, "maxSpendUsd is null");
    if (maxPosts.isPresent() && maxPosts.getAsLong() < 1) {
      throw new IllegalArgumentException("Cannot stop after " + maxPosts.getAsLong() + " posts");
    }
    if (maxDuration.isPresent() && (maxDuration.get().isNegative() || maxDuration.get().isZero())) {
      throw new IllegalArgumentException("Cannot stop after " + maxDuration.get());
    }
    if (maxSpendUsd.isPresent() && maxSpendUsd.get().signum() < 0) {
      throw new IllegalArgumentException("Cannot spend " + maxSpendUsd.get() + " US dollars");
    }
  }

  public static Limits ofPosts(long maxPosts) {
    return new Limits(OptionalLong.of(maxPosts), Optional.empty(), Optional.empty());
  }
}
