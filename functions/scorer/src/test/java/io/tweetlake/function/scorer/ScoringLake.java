package io.tweetlake.function.scorer;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.tweetlake.delta.DataFile;
import io.tweetlake.delta.DeltaTable;
import io.tweetlake.delta.Snapshot;
import io.tweetlake.engine.QueryResult;
import io.tweetlake.engine.Workspace;
import io.tweetlake.flow.MetricsListener;
import io.tweetlake.function.FunctionConfig;
import io.tweetlake.function.FunctionRuntime;
import io.tweetlake.function.testing.TestContext;
import io.tweetlake.sentiment.LexiconModel;
import io.tweetlake.sentiment.Sentiment;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sentiment.UnscorableTextException;
import io.tweetlake.sentiment.endpoint.Dialect;
import io.tweetlake.sentiment.endpoint.HostedModel;
import io.tweetlake.sentiment.endpoint.SageMakerStandIn;
import io.tweetlake.store.ObjectInfo;
import io.tweetlake.store.ObjectPath;
import io.tweetlake.store.ObjectStore;
import io.tweetlake.store.ObjectStoreException;
import io.tweetlake.store.testing.EmbeddedS3;
import io.tweetlake.store.testing.ForwardingObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A lake with one scored table, its function and its endpoint, for tests. */
final class ScoringLake implements AutoCloseable {
  static final String ENDPOINT = "moods-endpoint";

  private static final String PIPELINE =
      """
      CREATE OR REFRESH STREAMING TABLE moods
      AS SELECT * EXCEPT (mood), mood.*
      FROM (
        SELECT text, ai_query("tweet-sentiment", text) AS mood
        FROM STREAM read_files("s3://landing/posts/", format => "json")
      );

      CREATE OR REFRESH STREAMING TABLE compared
      AS SELECT text, ai_query("tweet-sentiment", text).label AS label,
        ai_query("the other model", lower(text)).model_id AS other, ai_query("tweet-sentiment", NULL) AS nothing
      FROM STREAM read_files("s3://landing/posts/", format => "json");

      CREATE OR REFRESH STREAMING TABLE plain
      AS SELECT text FROM STREAM(LIVE.moods);
      """;

  private final EmbeddedS3 s3;
  private final SageMakerStandIn standIn;
  private final PickyModel picky;
  private final ScorerHandler handler;
  private final SageMakerModel model;
  private final FunctionRuntime runtime;
  private final DeltaTable table;

  private ScoringLake(
      EmbeddedS3 s3, SageMakerStandIn standIn, PickyModel picky, Map<String, String> environment) {
    this.s3 = s3;
    this.standIn = standIn;
    this.picky = picky;
    this.model = SageMakerModel.of(environment);
    this.runtime = FunctionRuntime.open(config(environment, s3), model);
    this.handler = new ScorerHandler(runtime, "moods", model);
    this.table = DeltaTable.at(s3.store(), runtime.layout().table("moods"));
  }

  static ScoringLake start(Path directory) {
    EmbeddedS3 s3 = EmbeddedS3.start(directory.resolve("s3"), "landing", "lake");
    PickyModel picky = new PickyModel();
    SageMakerStandIn standIn =
        SageMakerStandIn.startHosted(
            Map.of(
                ENDPOINT,
                HostedModel.of(picky, Dialect.HUGGING_FACE),
                "other-endpoint",
                HostedModel.of(picky, Dialect.TEXT_EMBEDDINGS_INFERENCE)));
    Path pipeline = directory.resolve("pipeline.sql");
    try {
      Files.writeString(pipeline, PIPELINE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> environment = new TreeMap<>();
    environment.put("TWEETLAKE_PIPELINE", pipeline.toString());
    environment.put("TWEETLAKE_LANDING_BUCKET", "landing");
    environment.put("TWEETLAKE_LAKE_BUCKET", "lake");
    environment.put(
        "TWEETLAKE_MODELS",
        "{\"tweet-sentiment\":{\"endpoint\":\"moods-endpoint\"},"
            + "\"the other model\":{\"endpoint\":\"other-endpoint\",\"dialect\":\"tei\"}}");
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", standIn.endpoint().toString());
    environment.put("AWS_ACCESS_KEY_ID", "key");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    return new ScoringLake(s3, standIn, picky, environment);
  }

  private static FunctionConfig config(Map<String, String> environment, EmbeddedS3 s3) {
    FunctionConfig config = FunctionConfig.ofEnvironment(environment);
    return new FunctionConfig(
        config.deployment(),
        config.pipeline(),
        config.layout(),
        config.table(),
        config.threads(),
        config.engineMemoryBytes(),
        config.maxBytesPerCommit(),
        config.scratchFolder(),
        s3.settings(),
        config.snapStart());
  }

  SageMakerStandIn standIn() {
    return standIn;
  }

  Rescorer rescorer() {
    return new Rescorer(runtime.pipeline(), runtime.layout(), runtime.store(), runtime.engine());
  }

  /** Makes the model refuse a text. */
  void poison(String text) {
    picky.poison = text;
  }

  void land(String key, String... texts) {
    landLines(
        key, Stream.of(texts).map(text -> "{\"text\":\"" + text + "\"}").toArray(String[]::new));
  }

  void landLines(String key, String... lines) {
    s3.store()
        .write(
            new ObjectPath("landing", key),
            String.join("\n", lines).getBytes(StandardCharsets.UTF_8),
            Map.of());
  }

  /** Hands the event of a landed object to the function. */
  SQSBatchResponse deliver(String key) {
    return deliver(handler, key);
  }

  /** The same for another table. */
  SQSBatchResponse deliverTo(String otherTable, String key) {
    return deliver(new ScorerHandler(runtime, otherTable, model), key);
  }

  /** Lets the function die when its texts are scored and it commits. */
  SQSBatchResponse deliverToDying(String key, Death death) {
    FunctionRuntime dying =
        new FunctionRuntime(
            runtime.pipeline(),
            runtime.layout(),
            new DyingStore(s3.store(), death),
            runtime.engine(),
            MetricsListener.all(),
            runtime.maxBytesPerCommit());
    return deliver(new ScorerHandler(dying, "moods", model), key);
  }

  private static SQSBatchResponse deliver(ScorerHandler handler, String key) {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId("message-of-" + key);
    message.setBody(
        """
        {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put",
          "s3":{"bucket":{"name":"landing"},"object":{"key":"%s"}}}]}"""
            .formatted(key));
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    return handler.handleRequest(event, TestContext.minutes(1));
  }

  Snapshot snapshot() {
    return table.snapshot().orElseThrow();
  }

  /** The rows of {@code moods}, in order, their columns joined by bars. */
  List<String> rows(String columns) {
    return rows("moods", columns);
  }

  List<String> rows(String of, String columns) {
    DeltaTable table = DeltaTable.at(s3.store(), runtime.layout().table(of));
    Snapshot snapshot = table.snapshot().orElseThrow();
    try (Workspace workspace = runtime.engine().newWorkspace()) {
      Path folder = workspace.newFolder();
      List<Path> copies = new ArrayList<>();
      for (DataFile file : snapshot.files()) {
        Path copy = folder.resolve(copies.size() + ".parquet");
        s3.store().download(table.location(file), copy);
        copies.add(copy);
      }
      workspace.bindParquet(
          "moods",
          copies,
          IntStream.range(0, copies.size()).mapToObj(i -> Map.<String, String>of()).toList(),
          snapshot.schema(),
          List.of());
      QueryResult result = workspace.query("SELECT " + columns + " FROM moods ORDER BY text", 1000);
      return result.rows().stream()
          .map(
              row ->
                  row.stream()
                      .map(value -> value.text().orElse("NULL"))
                      .collect(Collectors.joining("|")))
          .toList();
    }
  }

  @Override
  public void close() {
    runtime.close();
    model.close();
    standIn.close();
    s3.close();
  }

  /** When a function dies. */
  enum Death {
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  /** Gets nothing through from a commit on. */
  private static final class DyingStore extends ForwardingObjectStore {
    private final ObjectStore store;
    private final Death death;
    private volatile boolean dead;

    DyingStore(ObjectStore store, Death death) {
      super(store);
      this.store = store;
      this.death = death;
    }

    @Override
    public void writeIfAbsent(ObjectPath path, byte[] body, Map<String, String> metadata) {
      if (!dead && death == Death.AFTER_COMMIT) {
        super.writeIfAbsent(path, body, metadata);
      }
      dead = true;
      throw new ObjectStoreException("The process is dead");
    }

    @Override
    public byte[] read(ObjectPath path) {
      return living().read(path);
    }

    @Override
    public Iterator<ObjectInfo> list(ObjectPath prefix, Optional<String> startAfter) {
      return living().list(prefix, startAfter);
    }

    private ObjectStore living() {
      if (dead) {
        throw new ObjectStoreException("The process is dead");
      }
      return store;
    }
  }

  /** A lexicon that refuses one text. */
  private static final class PickyModel implements SentimentModel {
    private final LexiconModel lexicon = LexiconModel.load();
    private volatile String poison = "nothing";

    @Override
    public String id() {
      return lexicon.id();
    }

    @Override
    public String revision() {
      return lexicon.revision();
    }

    @Override
    public List<Sentiment> score(List<String> texts) {
      if (texts.contains(poison)) {
        throw new UnscorableTextException("cannot read '%s'".formatted(poison));
      }
      return lexicon.score(texts);
    }
  }
}
