package io.tweetlake.ingester;

import java.util.List;
import java.util.OptionalDouble;

/**
 * JSON of files: v1.1 tweets and notices, v2 stream messages and response pages, Jetstream events,
 * mixed as they come; a value a line, over several lines, or as elements of an array.
 *
 * @param postsPerSecond the pace; empty for as fast as it goes
 * @param rounds how often the inputs are read; from the second round on they land as new objects
 */
public record ReplayOptions(List<ReplayInput> inputs, OptionalDouble postsPerSecond, int rounds)
    implements SourceOptions {
  public ReplayOptions {
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("Cannot replay without an input");
    }
    if (postsPerSecond.isPresent() && !(postsPerSecond.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "Cannot replay at %s posts a second".formatted(postsPerSecond.getAsDouble()));
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("Cannot replay %d rounds".formatted(rounds));
    }
  }

  /** The inputs once, as fast as it goes. */
  public static ReplayOptions of(List<ReplayInput> inputs) {
    return new ReplayOptions(inputs, OptionalDouble.empty(), 1);
  }

  @Override
  public String name() {
    return "replay";
  }
}
