package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What holds where arguments say nothing.
 *
 * @param inputs what is replayed; nothing where empty
 * @param livePosts how many posts a run takes from a live source that costs nothing, unless another
 *     limit is named; empty for all
 * @param rotateAge how long a live post waits at most before it is written
 * @param unreachableAfter when a run fails whose source's server has never answered; empty to try
 *     on and on
 */
public record IngestDefaults(
    List<ReplayInput> inputs,
    Optional<Long> livePosts,
    Duration rotateAge,
    Optional<Duration> unreachableAfter) {
  /** A run that nobody watches and nothing but its own limits ends. */
  public static final IngestDefaults SERVICE =
      new IngestDefaults(List.of(), Optional.empty(), Rotation.DEFAULT.maxAge(), Optional.empty());

  public IngestDefaults {
    inputs = List.copyOf(inputs);
    requireNonNull(livePosts, "livePosts is null");
    requireNonNull(rotateAge, "rotateAge is null");
    requireNonNull(unreachableAfter, "unreachableAfter is null");
  }

  /**
   * Those of a run that somebody watches, who wants to see posts soon and an end after some.
   *
   * @param inputs what is replayed where no file is named
   */
  public static IngestDefaults watched(List<ReplayInput> inputs) {
    return new IngestDefaults(
        inputs, Optional.of(300L), Duration.ofSeconds(3), Optional.of(Duration.ofSeconds(5)));
  }
}
