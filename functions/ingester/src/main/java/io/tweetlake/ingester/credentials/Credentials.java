package io.tweetlake.ingester.credentials;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tweetlake.ingester.IngestException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a server wants to see.
 *
 * @param bearerToken an application's token, which v2 wants
 * @param userKeys OAuth 1.0a keys, which v1.1 may want
 */
public record Credentials(Optional<Secret> bearerToken, Optional<UserKeys> userKeys) {
  public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

  /** OAuth 1.0a's four keys. */
  public record UserKeys(
      Secret consumerKey, Secret consumerSecret, Secret accessToken, Secret accessTokenSecret) {
    public UserKeys {
      requireNonNull(consumerKey, "consumerKey is null");
      requireNonNull(consumerSecret, "consumerSecret is null");
      requireNonNull(accessToken, "accessToken is null");
      requireNonNull(accessTokenSecret, "accessTokenSecret is null");
    }
  }

  public Credentials {
    requireNonNull(bearerToken, "bearerToken is null");
    requireNonNull(userKeys, "userKeys is null");
  }

  /** {@code message} without any of the secrets. */
  public String redact(String message) {
    String redacted = message;
    for (Secret secret : secrets().toList()) {
      redacted = secret.redact(redacted);
    }
    return redacted;
  }

  private Stream<Secret> secrets() {
    return Stream.concat(
        bearerToken.stream(),
        userKeys.stream()
            .flatMap(
                keys ->
                    Stream.of(
                        keys.consumerKey(),
                        keys.consumerSecret(),
                        keys.accessToken(),
                        keys.accessTokenSecret())));
  }

  /**
   * Reads a bare token, or a JSON object with {@code bearer_token} or with {@code consumer_key},
   * {@code consumer_secret}, {@code access_token} and {@code access_token_secret}.
   *
   * @param where what the text is of, for an error's message, which never contains the text
   */
  static Credentials parse(String text, String where) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      throw new IngestException("Cannot read credentials from " + where + ": it is empty");
    }
    if (!stripped.startsWith("{")) {
      return new Credentials(Optional.of(new Secret(stripped)), Optional.empty());
    }
    try {
      JsonNode node = new ObjectMapper().readTree(stripped);
      return of(name -> Optional.ofNullable(node.get(name)).map(JsonNode::asText), where);
    } catch (JsonProcessingException e) {
      // its own message would quote the text
      throw new IngestException("Cannot read credentials from " + where + ": it is not JSON");
    }
  }

  static Credentials of(Function<String, Optional<String>> values, String where) {
    Function<String, Optional<Secret>> secrets =
        name -> values.apply(name).filter(value -> !value.isBlank()).map(Secret::new);
    Optional<Secret> bearer = secrets.apply("bearer_token");
    Optional<Secret> consumerKey = secrets.apply("consumer_key");
    Optional<Secret> consumerSecret = secrets.apply("consumer_secret");
    Optional<Secret> token = secrets.apply("access_token");
    Optional<Secret> tokenSecret = secrets.apply("access_token_secret");
    boolean user =
        Stream.of(consumerKey, consumerSecret, token, tokenSecret).allMatch(Optional::isPresent);
    if (bearer.isEmpty() && !user) {
      throw new IngestException(
          ("Cannot read credentials from %s: it has neither bearer_token nor consumer_key,"
                  + " consumer_secret, access_token and access_token_secret")
              .formatted(where));
    }
    return new Credentials(
        bearer,
        user
            ? Optional.of(
                new UserKeys(
                    consumerKey.get(), consumerSecret.get(), token.get(), tokenSecret.get()))
            : Optional.empty());
  }
}
