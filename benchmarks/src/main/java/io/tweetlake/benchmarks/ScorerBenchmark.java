package io.tweetlake.benchmarks;

import io.tweetlake.function.scorer.ModelCatalog;
import io.tweetlake.function.scorer.ModelEndpoint;
import io.tweetlake.function.scorer.SageMakerModel;
import io.tweetlake.function.scorer.WireDialect;
import io.tweetlake.sentiment.Sentiment;
import io.tweetlake.sentiment.SentimentModel;
import io.tweetlake.sentiment.endpoint.Dialect;
import io.tweetlake.sentiment.endpoint.HostedModel;
import io.tweetlake.sentiment.endpoint.SageMakerStandIn;
import io.tweetlake.sentiment.endpoint.Usage;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How busy the scorer keeps an endpoint, and what that takes: a stand-in that answers every call
 * after 40 ms, 32 texts a call, 8 calls in flight. Prints one line for every tenth of the rows.
 *
 * <pre>ScorerBenchmark [rows, 200000]</pre>
 */
public final class ScorerBenchmark {
  private static final String ENDPOINT = "benchmark";
  private static final Duration LATENCY = Duration.ofMillis(40);
  private static final int DEFAULT_ROWS = 200_000;

  /** What DuckDB hands to a function at a time. */
  private static final int ROWS_PER_CALL = 2048;

  private ScorerBenchmark() {}

  public static void main(String[] args) {
    int rows = args.length == 0 ? DEFAULT_ROWS : Integer.parseInt(args[0]);
    HostedModel hosted =
        HostedModel.of(new ConstantModel(), Dialect.HUGGING_FACE).withLatency(LATENCY);
    try (SageMakerStandIn standIn = SageMakerStandIn.startHosted(Map.of(ENDPOINT, hosted));
        SageMakerModel model = connect(standIn)) {
      score(model, 0, 10 * ROWS_PER_CALL);
      run(model, standIn, rows);
    }
  }

  private static void run(SageMakerModel model, SageMakerStandIn standIn, int rows) {
    System.out.printf(
        Locale.ROOT, "%10s %10s %8s %10s%n", "rows", "rows/s", "busy %", "heap MiB");
    int step = Math.max(1, rows / 10);
    for (int done = 0; done < rows; done += step) {
      int count = Math.min(step, rows - done);
      Usage before = standIn.usage(ENDPOINT);
      long start = System.nanoTime();
      score(model, done, count);
      double seconds = (System.nanoTime() - start) / 1e9;
      Usage after = standIn.usage(ENDPOINT);
      // what the model took, not what the stand-in's threads waited for a processor
      double busySeconds = (after.calls() - before.calls()) * LATENCY.toNanos() / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%10d %10.0f %8.1f %10d%n",
          done + count,
          count / seconds,
          100 * busySeconds / (seconds * ModelEndpoint.DEFAULT_MAX_IN_FLIGHT),
          usedHeapMebibytes());
    }
  }

  private static void score(SageMakerModel model, int from, int count) {
    for (int first = from; first < from + count; first += ROWS_PER_CALL) {
      int end = Math.min(first + ROWS_PER_CALL, from + count);
      List<String> texts =
          IntStream.range(first, end)
              .mapToObj(i -> "A post of about the usual length, with its own number " + i)
              .toList();
      if (model.answer("moods", texts).size() != texts.size()) {
        throw new IllegalStateException("An answer is missing");
      }
    }
  }

  private static SageMakerModel connect(SageMakerStandIn standIn) {
    return SageMakerModel.of(
        ModelCatalog.ofModels(
            Map.of("moods", ModelEndpoint.of(ENDPOINT, WireDialect.HUGGINGFACE))),
        Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "benchmark",
            "AWS_SECRET_ACCESS_KEY", "benchmark",
            "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", standIn.endpoint().toString()));
  }

  private static long usedHeapMebibytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed() >> 20;
  }

  /** Costs nothing, so that the endpoint's time is the latency alone. */
  private static final class ConstantModel implements SentimentModel {
    @Override
    public String id() {
      return "constant";
    }

    @Override
    public String revision() {
      return "1";
    }

    @Override
    public List<Sentiment> score(List<String> texts) {
      return Collections.nCopies(texts.size(), Sentiment.of(0.1, 0.2, 0.7));
    }
  }
}
