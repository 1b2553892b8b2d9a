package io.tweetlake.ingester;

import io.tweetlake.ingester.XStreamOptions.Expansions;
import io.tweetlake.ingester.XStreamOptions.Gaps;
import io.tweetlake.ingester.credentials.CredentialsSource;
import io.tweetlake.store.ObjectPath;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The arguments that say what to ingest and when to stop, to be mixed into a command. */
public final class IngestArguments {
  private final Map<String, String> environment;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      converter = SourceNameConverter.class,
      description = {
        "replay: files, named with --input (the default).",
        "bluesky: Bluesky's public posts; needs no key.",
        "x-stream: X's filtered stream. x-search: X's posts since the last run.",
        "x-v1: a server that speaks Twitter's v1.1 streaming, named with --base-url."
      })
  private SourceName source = SourceName.REPLAY;

  @Option(
      names = {"-i", "--input"},
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "JSON files to replay, a value a line or pretty-printed, plain, gz or zstd; - for"
              + " standard input.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--rate",
      paramLabel = "POSTS",
      description = "Replay this many posts a second; as fast as it goes without it.")
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--loop",
      paramLabel = "ROUNDS",
      defaultValue = "1",
      description = "Replay the files this often, each time as new posts, for load tests.")
  private int rounds;

  @Option(
      names = "--track",
      arity = "1..*",
      split = ",",
      paramLabel = "WORDS",
      description = {
        "Words or phrases that a live post must contain one of.",
        "On X by default what the original demo asked for, elsewhere everything."
      })
  private List<String> track = new ArrayList<>();

  @Option(
      names = "--languages",
      arity = "1..*",
      split = ",",
      paramLabel = "CODE",
      description = "Languages of live posts; on X by default en,de,es, elsewhere all.")
  private List<String> languages = new ArrayList<>();

  @Option(
      names = "--credentials",
      paramLabel = "WHERE",
      description =
          "Where X's keys are: the ARN of a secret, file:PATH (readable by its owner only), or"
              + " env for X_BEARER_TOKEN. By default TWEETLAKE_SECRET_ARN, else env.")
  private Optional<String> credentials = Optional.empty();

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "Another server of the source's kind.")
  private Optional<URI> baseUrl = Optional.empty();

  @Option(
      names = "--backfill",
      description = "After an interruption of x-stream, fetch what was missed with recent search.")
  private boolean backfill;

  @Option(
      names = "--expansions",
      description = "Let X send users, places, media and quoted posts too, which may cost more.")
  private boolean expansions;

  @Option(
      names = "--max-posts",
      paramLabel = "N",
      description = "Stop after N posts; on X by default 30.")
  private Optional<Long> maxPosts = Optional.empty();

  @Option(
      names = "--max-duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Stop after this time: 90s, 15m, 2h.")
  private Optional<Duration> maxDuration = Optional.empty();

  @Option(
      names = "--max-spend-usd",
      paramLabel = "USD",
      description = "Stop before X's posts cost more; each costs 0.005 US dollars.")
  private Optional<BigDecimal> maxSpendUsd = Optional.empty();

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

  @Option(
      names = "--give-up-after",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "Fail where the source's server has not answered within this time; tried on and on"
              + " without it.")
  private Optional<Duration> giveUpAfter = Optional.empty();

  public IngestArguments() {
    this(System.getenv());
  }

  IngestArguments(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  void source(SourceName name) {
    source = name;
  }

  /** The files to replay, as they are named. */
  public List<String> inputs() {
    return List.copyOf(inputs);
  }

  /**
   * The options that the arguments mean, for a run that may last for months.
   *
   * @throws IllegalArgumentException where they do not fit together
   */
  public IngestOptions options(ObjectPath landing) {
    return options(landing, IngestDefaults.SERVICE);
  }

  /**
   * The options that the arguments mean.
   *
   * @param defaults for what they do not say
   * @throws IllegalArgumentException where they do not fit together
   */
  public IngestOptions options(ObjectPath landing, IngestDefaults defaults) {
    SourceOptions sourceOptions = sourceOptions(defaults);
    boolean paid = sourceOptions.pricePerPostUsd().signum() > 0;
    if (source != SourceName.REPLAY && !inputs.isEmpty()) {
      throw new IllegalArgumentException("--input belongs to --source replay, not to " + source);
    }
    if (maxSpendUsd.isPresent() && !paid) {
      throw new IllegalArgumentException("Posts of " + source + " cost nothing: --max-spend-usd");
    }
    // who names an amount of money need not name a number of posts too
    Optional<Long> posts =
        maxPosts.or(
            () ->
                paid && maxSpendUsd.isEmpty()
                    ? Optional.of((long) IngestOptions.DEFAULT_PAID_POSTS)
                    : defaults.livePosts().filter(n -> isUnlimitedStream()));
    return IngestOptions.builder(landing, sourceOptions)
        .rotation(
            new Rotation(
                rotateMessages.orElse(Rotation.DEFAULT.maxMessages()),
                rotateBytes.orElse(Rotation.DEFAULT.maxBytes()),
                rotateAge.orElse(defaults.rotateAge())))
        .limits(
            new Limits(
                posts.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                maxDuration,
                maxSpendUsd))
        .unreachableAfter(giveUpAfter.or(defaults::unreachableAfter))
        .build();
  }

  private boolean isUnlimitedStream() {
    return source != SourceName.REPLAY && maxDuration.isEmpty() && maxSpendUsd.isEmpty();
  }

  private SourceOptions sourceOptions(IngestDefaults defaults) {
    return switch (source) {
      case REPLAY -> replay(defaults.inputs());
      case BLUESKY ->
          new BlueskyOptions(
              baseUrl.orElse(BlueskyOptions.DEFAULT_URL),
              query(PostQuery.EVERYTHING),
              BlueskyOptions.DEFAULT_STALL_TIMEOUT);
      case X_STREAM ->
          new XStreamOptions(
              baseUrl.orElse(XStreamOptions.DEFAULT_BASE_URL),
              credentials(),
              query(PostQuery.DEMO),
              backfill ? Gaps.BACKFILL : Gaps.LEAVE,
              expansions ? Expansions.ALL : Expansions.NONE,
              XStreamOptions.DEFAULT_STALL_TIMEOUT);
      case X_SEARCH ->
          new XSearchOptions(
              baseUrl.orElse(XStreamOptions.DEFAULT_BASE_URL),
              credentials(),
              query(PostQuery.DEMO),
              expansions ? Expansions.ALL : Expansions.NONE);
      case X_V1 ->
          new XV1Options(
              baseUrl.orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "X has shut v1.1 down: name a server that still speaks it with --base-url")),
              credentials.isPresent() || hasKeys() ? credentials() : CredentialsSource.NONE,
              query(PostQuery.EVERYTHING),
              XV1Options.DEFAULT_STALL_TIMEOUT);
    };
  }

  private SourceOptions replay(List<ReplayInput> defaultInputs) {
    if (inputs.isEmpty() && defaultInputs.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot ingest nothing: name files with --input, or a live source with --source");
    }
    if (rounds > 1 && inputs.contains("-")) {
      throw new IllegalArgumentException("Cannot replay standard input more than once");
    }
    return new ReplayOptions(
        inputs.isEmpty() ? defaultInputs : inputs.stream().map(ReplayInput::of).toList(),
        rate.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
        rounds);
  }

  private PostQuery query(PostQuery defaults) {
    return new PostQuery(
        track.isEmpty() ? defaults.phrases() : track,
        languages.isEmpty() ? defaults.languages() : languages);
  }

  private CredentialsSource credentials() {
    String where =
        credentials
            .or(() -> Optional.ofNullable(environment.get("TWEETLAKE_SECRET_ARN")))
            .orElse("env");
    return CredentialsSource.parse(where, environment);
  }

  private boolean hasKeys() {
    return environment.containsKey("TWEETLAKE_SECRET_ARN")
        || environment.keySet().stream()
            .anyMatch(name -> name.equals("X_BEARER_TOKEN") || name.equals("X_CONSUMER_KEY"));
  }

  /** Reads a source's name. */
  static final class SourceNameConverter implements ITypeConverter<SourceName> {
    @Override
    public SourceName convert(String value) {
      for (SourceName name : SourceName.values()) {
        if (name.toString().equals(value)) {
          return name;
        }
      }
      throw new TypeConversionException(
          "there is no source '%s', only %s".formatted(value, List.of(SourceName.values())));
    }
  }
}
