package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.credentials.CredentialsSource;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * X API v2's filtered stream.
 *
 * @param baseUrl the API's root
 * @param gaps what to do about posts sent while there was no connection
 * @param stallTimeout silence after which a connection counts as dead; the server sends a heartbeat
 *     every 20 seconds
 */
public record XStreamOptions(
    URI baseUrl,
    CredentialsSource credentials,
    PostQuery query,
    Gaps gaps,
    Expansions expansions,
    Duration stallTimeout)
    implements SourceOptions {
  /** X's own API. */
  public static final URI DEFAULT_BASE_URL = URI.create("https://api.x.com");

  /** What X charges for a post read, since February 2026. */
  public static final BigDecimal PRICE_PER_POST_USD = new BigDecimal("0.005");

  public static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofSeconds(22);

  /** What to do about posts sent while there was no connection. */
  public enum Gaps {
    LEAVE,
    /** Fetches them with recent search, which charges for them. */
    BACKFILL
  }

  /** Whether users, media and quoted posts come along, which may be charged for. */
  public enum Expansions {
    NONE,
    ALL
  }

  public XStreamOptions {
    requireNonNull(baseUrl, "baseUrl is null");
    requireNonNull(credentials, "credentials is null");
    requireNonNull(query, "query is null");
    requireNonNull(gaps, "gaps is null");
    requireNonNull(expansions, "expansions is null");
    requireNonNull(stallTimeout, "stallTimeout is null");
  }

  @Override
  public String name() {
    return "x-stream";
  }

  @Override
  public Optional<URI> server() {
    return Optional.of(baseUrl);
  }

  @Override
  public BigDecimal pricePerPostUsd() {
    return PRICE_PER_POST_USD;
  }
}
