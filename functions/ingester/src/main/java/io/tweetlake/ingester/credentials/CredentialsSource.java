package io.tweetlake.ingester.credentials;

import io.tweetlake.ingester.IngestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/** Where credentials are kept; they are read when a run begins, never taken from an argument. */
@FunctionalInterface
public interface CredentialsSource {
  /** No credentials at all. */
  CredentialsSource NONE = () -> Credentials.NONE;

  /**
   * Reads the credentials.
   *
   * @throws IngestException where they cannot be read; its message never contains a secret
   */
  Credentials load();

  /**
   * Reads {@code env}, {@code file:PATH} or a Secrets Manager ARN.
   *
   * @param environment the variables that {@code env} means
   * @throws IllegalArgumentException where the text is none of them
   */
  static CredentialsSource parse(String text, Map<String, String> environment) {
    if (text.equals("env")) {
      return environment(environment);
    }
    if (text.startsWith("file:")) {
      return file(Path.of(text.substring("file:".length())));
    }
    if (text.matches("arn:[a-z-]+:secretsmanager:[^:]+:[^:]*:secret:.+")) {
      return secret(text);
    }
    // whatever it is, it might be a token
    throw new IllegalArgumentException(
        "Credentials are read from env, file:PATH or the ARN of a secret in Secrets Manager,"
            + " not from the argument itself");
  }

  /**
   * {@code X_BEARER_TOKEN}, or {@code X_CONSUMER_KEY}, {@code X_CONSUMER_SECRET}, {@code
   * X_ACCESS_TOKEN} and {@code X_ACCESS_TOKEN_SECRET}.
   */
  static CredentialsSource environment(Map<String, String> variables) {
    return () ->
        Credentials.of(
            name -> Optional.ofNullable(variables.get("X_" + name.toUpperCase(Locale.ROOT))),
            "the environment (X_BEARER_TOKEN)");
  }

  /** A file that nobody but its owner can read. */
  static CredentialsSource file(Path path) {
    return () -> {
      try {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Set<PosixFilePermission> others = new HashSet<>(Files.getPosixFilePermissions(path));
          others.removeIf(permission -> permission.name().startsWith("OWNER"));
          if (!others.isEmpty()) {
            throw new IngestException(
                "Cannot read credentials from %s: others may access it; run chmod 600 %s"
                    .formatted(path, path));
          }
        }
        return Credentials.parse(Files.readString(path), path.toString());
      } catch (IOException e) {
        throw new IngestException(
            "Cannot read credentials from %s: %s".formatted(path, e.getClass().getSimpleName()));
      }
    };
  }

  /** A secret in Secrets Manager, in the region that its ARN names. */
  static CredentialsSource secret(String arn) {
    return () -> {
      SecretsManagerClientBuilder builder =
          SecretsManagerClient.builder().region(Region.of(arn.split(":")[3]));
      try (SecretsManagerClient client = builder.build()) {
        return Credentials.parse(
            client.getSecretValue(request -> request.secretId(arn)).secretString(), arn);
      } catch (SdkException e) {
        throw new IngestException(
            "Cannot read credentials from %s: %s".formatted(arn, e.getMessage()), e);
      }
    };
  }
}
