package io.tweetlake.ingester.internal.source;

import static java.util.Objects.requireNonNull;

import io.tweetlake.ingester.IngestException;
import io.tweetlake.ingester.credentials.Credentials;
import io.tweetlake.ingester.credentials.Credentials.UserKeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import twitter4j.HttpClient;
import twitter4j.HttpClientFactory;
import twitter4j.HttpParameter;
import twitter4j.HttpResponse;
import twitter4j.JSONException;
import twitter4j.JSONObject;
import twitter4j.TwitterException;
import twitter4j.auth.AccessToken;
import twitter4j.auth.Authorization;
import twitter4j.auth.NullAuthorization;
import twitter4j.auth.OAuth2Authorization;
import twitter4j.auth.OAuth2Token;
import twitter4j.auth.OAuthAuthorization;
import twitter4j.conf.Configuration;
import twitter4j.conf.ConfigurationBuilder;

/** Requests to an API of X over Twitter4J's HTTP client, which reads a response as it comes. */
final class XHttp {
  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

  private final String baseUrl;
  private final HttpClient client;
  private final Authorization authorization;

  private XHttp(String baseUrl, HttpClient client, Authorization authorization) {
    this.baseUrl = baseUrl;
    this.client = requireNonNull(client, "client is null");
    this.authorization = requireNonNull(authorization, "authorization is null");
  }

  /** A client of v2, which wants a bearer token. */
  static XHttp v2(URI baseUrl, Credentials credentials, Duration readTimeout) {
    Configuration configuration = configuration(readTimeout, true);
    String token =
        credentials
            .bearerToken()
            .orElseThrow(
                () -> new IngestException("Cannot call X: the credentials have no bearer_token"))
            .reveal();
    return new XHttp(
        root(baseUrl),
        HttpClientFactory.getInstance(configuration.getHttpClientConfiguration()),
        bearer(configuration, token));
  }

  /** A client of a v1.1 server, which may want either kind of credentials or none. */
  static XHttp v1(URI baseUrl, Credentials credentials, Duration readTimeout) {
    boolean bearer = credentials.bearerToken().isPresent();
    Configuration configuration = configuration(readTimeout, bearer);
    Authorization authorization =
        credentials
            .userKeys()
            .map(keys -> signing(configuration, keys))
            .or(() -> credentials.bearerToken().map(token -> bearer(configuration, token.reveal())))
            .orElseGet(NullAuthorization::getInstance);
    return new XHttp(
        root(baseUrl),
        HttpClientFactory.getInstance(configuration.getHttpClientConfiguration()),
        authorization);
  }

  /** The server that is asked. */
  URI server() {
    return URI.create(baseUrl);
  }

  /** The caller disconnects the response. */
  HttpResponse get(String path, Map<String, String> parameters) throws TwitterException {
    return client.get(baseUrl + path, parameters(parameters), authorization, null);
  }

  HttpResponse post(String path, Map<String, String> parameters) throws TwitterException {
    return client.post(baseUrl + path, parameters(parameters), authorization, null);
  }

  /** Posts a JSON object. */
  HttpResponse postJson(String path, String json) throws TwitterException {
    try {
      HttpParameter[] body = {new HttpParameter(new JSONObject(json))};
      return client.post(baseUrl + path, body, authorization, null);
    } catch (JSONException e) {
      throw new IllegalArgumentException("Not a JSON object: " + json, e);
    }
  }

  /** The instant that a header means which counts seconds since 1970. */
  static Optional<Instant> seconds(String header) {
    try {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(header.strip())));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Configuration configuration(Duration readTimeout, boolean applicationOnly) {
    return new ConfigurationBuilder()
        .setApplicationOnlyAuthEnabled(applicationOnly)
        .setHttpConnectionTimeout(CONNECT_TIMEOUT_MILLIS)
        .setHttpReadTimeout(Math.toIntExact(readTimeout.toMillis()))
        .setHttpRetryCount(0)
        // a compressed stream would arrive in blocks, late
        .setGZIPEnabled(false)
        .build();
  }

  private static Authorization bearer(Configuration configuration, String token) {
    OAuth2Authorization authorization = new OAuth2Authorization(configuration);
    authorization.setOAuth2Token(new OAuth2Token("bearer", token));
    return authorization;
  }

  private static Authorization signing(Configuration configuration, UserKeys keys) {
    OAuthAuthorization authorization = new OAuthAuthorization(configuration);
    authorization.setOAuthConsumer(keys.consumerKey().reveal(), keys.consumerSecret().reveal());
    authorization.setOAuthAccessToken(
        new AccessToken(keys.accessToken().reveal(), keys.accessTokenSecret().reveal()));
    return authorization;
  }

  private static HttpParameter[] parameters(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> new HttpParameter(entry.getKey(), entry.getValue()))
        .toArray(HttpParameter[]::new);
  }

  private static String root(URI baseUrl) {
    String text = baseUrl.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
