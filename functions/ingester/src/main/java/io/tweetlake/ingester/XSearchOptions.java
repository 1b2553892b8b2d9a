package io.tweetlake.ingester;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.credentials.CredentialsSource;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Optional;

/** X API v2's recent search: the posts since the last run, seven days at most. */
public record XSearchOptions(
    URI baseUrl,
    CredentialsSource credentials,
    PostQuery query,
    XStreamOptions.Expansions expansions)
    implements SourceOptions {
  public XSearchOptions {
    requireNonNull(baseUrl, "baseUrl is null");
    requireNonNull(credentials, "credentials is null");
    requireNonNull(query, "query is null");
    requireNonNull(expansions, "expansions is null");
  }

  @Override
  public String name() {
    return "x-search";
  }

  @Override
  public Optional<URI> server() {
    return Optional.of(baseUrl);
  }

  @Override
  public BigDecimal pricePerPostUsd() {
    return XStreamOptions.PRICE_PER_POST_USD;
  }
}
