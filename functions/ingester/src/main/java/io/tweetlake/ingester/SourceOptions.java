package io.tweetlake.ingester;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Optional;

/** Which source a run reads, and how. */
public sealed interface SourceOptions
    permits ReplayOptions, XStreamOptions, XSearchOptions, XV1Options, BlueskyOptions {
  /** The source's name, as {@code --source} takes it. */
  String name();

  /** The server; empty where there is none. */
  default Optional<URI> server() {
    return Optional.empty();
  }

  /** Which posts are wanted. */
  default PostQuery query() {
    return PostQuery.EVERYTHING;
  }

  /** What a post received costs, in US dollars. */
  default BigDecimal pricePerPostUsd() {
    return BigDecimal.ZERO;
  }
}
