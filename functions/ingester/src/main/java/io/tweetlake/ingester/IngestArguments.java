package io.tweetlake.ingester;

import io.tweetlake.store.ObjectPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The arguments that say what to ingest and when to stop, to be mixed into a command. */
public final class IngestArguments {
  @Option(
      names = {"-i", "--input"},
      arity = "1..*",
      paramLabel = "FILE",
      description = "NDJSON files to replay, plain or gz; - for standard input.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--rate",
      paramLabel = "POSTS",
      description = "Replay this many lines a second; as fast as it goes without it.")
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--loop",
      paramLabel = "ROUNDS",
      defaultValue = "1",
      description = "Replay the files this often, each time as new posts, for load tests.")
  private int rounds;

  @Option(names = "--max-posts", paramLabel = "N", description = "Stop after N posts.")
  private Optional<Long> maxPosts = Optional.empty();

  @Option(
      names = "--max-duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Stop after this time: 90s, 15m, 2h.")
  private Optional<Duration> maxDuration = Optional.empty();

  @Option(
      names = "--rotate-messages",
      paramLabel = "N",
      description = "Messages a landing file; by default 5000.")
  private Optional<Integer> rotateMessages = Optional.empty();

  @Option(
      names = "--rotate-bytes",
      paramLabel = "BYTES",
      description = "Bytes a landing file, before compression; by default 32 MiB.")
  private Optional<Long> rotateBytes = Optional.empty();

  @Option(
      names = "--rotate-age",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long a live post waits at most before it is written; by default 60s.")
  private Optional<Duration> rotateAge = Optional.empty();

  /**
   * The options that the arguments mean.
   *
   * @throws IllegalArgumentException where they do not fit together
   */
  public IngestOptions options(ObjectPath landing) {
    return IngestOptions.builder(landing, source())
        .rotation(
            new Rotation(
                rotateMessages.orElse(Rotation.DEFAULT.maxMessages()),
                rotateBytes.orElse(Rotation.DEFAULT.maxBytes()),
                rotateAge.orElse(Rotation.DEFAULT.maxAge())))
        .limits(
            new Limits(
                maxPosts.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                maxDuration,
                Optional.empty()))
        .build();
  }

  private SourceOptions source() {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("Cannot ingest nothing: name files with --input");
    }
    if (rounds > 1 && inputs.contains("-")) {
      throw new IllegalArgumentException("Cannot replay standard input more than once");
    }
    return new ReplayOptions(
        inputs.stream().map(ReplayInput::of).toList(),
        rate.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
        rounds);
  }

  /** Reads {@code 90s}, {@code 15m}, {@code 2h}, {@code 1d} and ISO 8601's {@code PT15M}. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      try {
        String upper = value.toUpperCase(java.util.Locale.ROOT);
        if (upper.startsWith("P")) {
          return Duration.parse(upper);
        }
        return Duration.parse(upper.endsWith("D") ? "P" + upper : "PT" + upper);
      } catch (java.time.format.DateTimeParseException e) {
        throw new TypeConversionException("'" + value + "' is not a time such as 90s, 15m or 2h");
      }
    }
  }
}
