package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.credentials.CredentialsSource;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A server that still speaks v1.1's {@code statuses/filter} and {@code statuses/sample}. Its lines
 * land byte for byte. Without phrases the sample stream is read.
 *
 * @param baseUrl the part of the URL before {@code /1.1/statuses}
 * @param stallTimeout silence after which a connection counts as dead
 */
public record XV1Options(
    URI baseUrl, CredentialsSource credentials, PostQuery query, Duration stallTimeout)
    implements SourceOptions {
  /** Three of v1.1's keep-alive cycles. */
  public static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofSeconds(90);

  public XV1Options {
    requireNonNull(baseUrl, "baseUrl is null");
    requireNonNull(credentials, "credentials is null");
    requireNonNull(query, "query is null");
    requireNonNull(stallTimeout, "stallTimeout is null");
  }

  @Override
  public String name() {
    return "x-v1";
  }

  @Override
  public Optional<URI> server() {
    return Optional.of(baseUrl);
  }
}
