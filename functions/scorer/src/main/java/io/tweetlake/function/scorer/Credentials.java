package io.tweetlake.function.scorer;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The keys of an environment that is not the process's own; else the SDK looks for itself. */
final class Credentials {
  private Credentials() {}

  static Optional<AwsCredentialsProvider> of(Map<String, String> environment) {
    String key = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    String token = environment.get("AWS_SESSION_TOKEN");
    if (key == null || secret == null) {
      return Optional.empty();
    }
    AwsCredentials credentials =
        token == null
            ? AwsBasicCredentials.create(key, secret)
            : AwsSessionCredentials.create(key, secret, token);
    return Optional.of(StaticCredentialsProvider.create(credentials));
  }
}
