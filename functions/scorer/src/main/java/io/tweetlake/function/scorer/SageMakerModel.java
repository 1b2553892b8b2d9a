package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.LookAhead;
import io.tweetlake.engine.Model;
import io.tweetlake.engine.ModelAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks models behind SageMaker endpoints. Equal texts are sent once, several calls are in flight,
 * passing failures are waited out, and a text that an endpoint cannot take gets its reason instead
 * of a judgement. Safe for use by several threads.
 */
public final class SageMakerModel implements Model, AutoCloseable {
  /** About 300 bytes each. */
  private static final int MAX_CACHED_ANSWERS = 50_000;

  /** Where no deadline was set. */
  private static final Duration DEFAULT_TIME = Duration.ofMinutes(10);

  private final ModelCatalog catalog;
  private final EndpointClient client;
  private final Backoff backoff;
  private final Map<String, ModelScorer> scorers = new ConcurrentHashMap<>();
  private final AtomicReference<Optional<Instant>> deadline =
      new AtomicReference<>(Optional.empty());

  SageMakerModel(ModelCatalog catalog, EndpointClient client, Backoff backoff) {
    this.catalog = requireNonNull(catalog, "catalog is null");
    this.client = requireNonNull(client, "client is null");
    this.backoff = requireNonNull(backoff, "backoff is null");
  }

  /**
   * The models of an environment: those that {@link ModelCatalog#of(Map)} reads, in {@code
   * AWS_REGION}, or at {@code AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME}.
   *
   * @throws IllegalArgumentException where the catalog cannot be read
   */
  public static SageMakerModel of(Map<String, String> environment) {
    return of(ModelCatalog.of(environment), environment);
  }

  /** The models of a catalog, with the environment's region, credentials and endpoint URL. */
  public static SageMakerModel of(ModelCatalog catalog, Map<String, String> environment) {
    return new SageMakerModel(catalog, SageMakerClient.of(environment), Backoff.DEFAULT);
  }

  /** Until when answers are of use; later ones fail as if the endpoint was out of reach. */
  public void answerUntil(Instant deadline) {
    this.deadline.set(Optional.of(deadline));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException where the catalog has no such model
   * @throws EndpointUnavailableException where its endpoint cannot answer in time
   */
  @Override
  public List<ModelAnswer> answer(String name, List<String> texts) {
    return scorer(name).score(texts, until());
  }

  @Override
  public Optional<LookAhead> lookAhead() {
    Instant until = until();
    return Optional.of(new EndpointLookAhead(name -> new ExpectedTexts(scorer(name), until)));
  }

  /** By model, of those that were asked. */
  public Map<String, ScorerStatistics> statistics() {
    Map<String, ScorerStatistics> statistics = new TreeMap<>();
    scorers.forEach((name, scorer) -> statistics.put(name, scorer.statistics()));
    return statistics;
  }

  @Override
  public void close() {
    scorers.values().forEach(ModelScorer::close);
    client.close();
  }

  private ModelScorer scorer(String name) {
    ModelEndpoint model = catalog.model(name);
    return scorers.computeIfAbsent(
        name, ignored -> new ModelScorer(model, client, backoff, MAX_CACHED_ANSWERS));
  }

  private Instant until() {
    return deadline.get().orElseGet(() -> Instant.now().plus(DEFAULT_TIME));
  }
}
