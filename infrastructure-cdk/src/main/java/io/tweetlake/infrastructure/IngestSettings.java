package io.tweetlake.infrastructure;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The task that fetches posts.
 *
 * @param arguments of the ingester's command line, after the source
 * @param image the folder with the ingester's Dockerfile, as {@code mvn package} built it
 * @param secretArn the complete ARN of the secret with the source's credentials
 */
public record IngestSettings(
    Mode mode,
    Source source,
    List<String> arguments,
    Path image,
    int everyMinutes,
    Optional<String> secretArn) {
  public IngestSettings {
    requireNonNull(mode, "mode is null");
    requireNonNull(source, "source is null");
    arguments = List.copyOf(arguments);
    requireNonNull(image, "image is null");
    requireNonNull(secretArn, "secretArn is null");
  }

  /** Whether posts are fetched at all. */
  public enum Mode {
    SCHEDULE,
    OFF
  }

  /** Where posts come from. */
  public enum Source {
    BLUESKY,
    X_STREAM,
    X_SEARCH;

    boolean needsSecret() {
      return this != BLUESKY;
    }
  }

  static IngestSettings of(ContextValues values) {
    Mode mode = values.choice("ingest", Mode.SCHEDULE);
    Source source = values.choice("ingest.source", Source.BLUESKY);
    Optional<String> secretArn = values.optional("ingest.secret-arn");
    if (mode == Mode.SCHEDULE && source.needsSecret() && secretArn.isEmpty()) {
      values.problem(
          "ingest.secret-arn is missing: source %s needs credentials; create the secret first, then"
                  .formatted(ContextValues.settingName(source))
              + " give its complete ARN");
    }
    secretArn
        .filter(
            arn ->
                !arn.matches("arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:.+-\\w{6}"))
        .ifPresent(
            arn ->
                values.problem(
                    "ingest.secret-arn is '%s': give the complete ARN, with the six characters at its"
                            .formatted(arn)
                        + " end"));
    return new IngestSettings(
        mode,
        source,
        List.of(values.text("ingest.arguments", "").split(" ")).stream()
            .filter(argument -> !argument.isEmpty())
            .toList(),
        Path.of(values.text("ingest.image", "../functions/ingester/target/image")),
        values.number("ingest.every-minutes", 15, 1, 1440),
        secretArn);
  }

  boolean scheduled() {
    return mode == Mode.SCHEDULE;
  }
}
