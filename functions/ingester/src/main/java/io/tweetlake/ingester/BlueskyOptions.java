package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Bluesky's public posts from a Jetstream server; needs no key.
 *
 * @param url the server's subscription end point
 * @param stallTimeout silence after which a connection counts as dead; all of Bluesky posts about
 *     25 times a second
 */
public record BlueskyOptions(URI url, PostQuery query, Duration stallTimeout)
    implements SourceOptions {
  public static final URI DEFAULT_URL =
      URI.create("wss://jetstream2.us-east.bsky.network/subscribe");

  public static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofSeconds(30);

  public BlueskyOptions {
    requireNonNull(url, "url is null");
    requireNonNull(query, "query is null");
    requireNonNull(stallTimeout, "stallTimeout is null");
  }

  /** The public server. */
  public static BlueskyOptions of(PostQuery query) {
    return new BlueskyOptions(DEFAULT_URL, query, DEFAULT_STALL_TIMEOUT);
  }

  @Override
  public String name() {
    return "bluesky";
  }

  @Override
  public Optional<URI> server() {
    return Optional.of(url);
  }
}
