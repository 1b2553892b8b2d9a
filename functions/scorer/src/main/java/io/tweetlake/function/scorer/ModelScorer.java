package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ModelAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Scores texts with one model: each distinct one once, several batches at a time. */
final class ModelScorer implements AutoCloseable {
  private final ModelEndpoint model;
  private final BatchScorer scorer;
  private final ScorerCounters counters;
  private final AnswerCache cache;
  private final ExecutorService threads;

  ModelScorer(ModelEndpoint model, EndpointClient client, Backoff backoff, int maxCachedAnswers) {
    this.model = requireNonNull(model, "model is null");
    this.counters = new ScorerCounters();
    this.scorer = new BatchScorer(model, client, backoff, counters);
    this.cache = new AnswerCache(maxCachedAnswers);
    this.threads = Executors.newFixedThreadPool(model.inFlight(), ModelScorer::daemon);
  }

  List<ModelAnswer> score(List<String> texts, Instant deadline) {
    counters.texts.add(texts.size());
    List<PreparedText> prepared = texts.stream().map(PreparedText::of).toList();
    Map<PreparedText, ModelAnswer> answers = new HashMap<>();
    Set<PreparedText> unknown = new LinkedHashSet<>();
    for (PreparedText text : prepared) {
      if (!answers.containsKey(text)) {
        cache
            .find(text)
            .ifPresentOrElse(answer -> answers.put(text, answer), () -> unknown.add(text));
      }
    }
    askForAll(unknown, deadline, answers);
    return prepared.stream().map(answers::get).toList();
  }

  ScorerStatistics statistics() {
    return counters.sum();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void askForAll(
      Set<PreparedText> texts, Instant deadline, Map<PreparedText, ModelAnswer> answers) {
    ExecutorCompletionService<Map<PreparedText, ModelAnswer>> calls =
        new ExecutorCompletionService<>(threads);
    List<Future<?>> futures = new ArrayList<>();
    for (List<PreparedText> batch : Batches.of(texts, model.maxTexts(), model.maxBytes())) {
      futures.add(calls.submit(() -> ask(batch, deadline)));
    }
    try {
      for (int i = 0; i < futures.size(); i++) {
        answers.putAll(calls.take().get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("Cannot score texts: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EndpointUnavailableException(model.endpoint(), "interrupted", e);
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }

  private Map<PreparedText, ModelAnswer> ask(List<PreparedText> batch, Instant deadline) {
    List<ModelAnswer> scored = scorer.score(batch, deadline);
    Map<PreparedText, ModelAnswer> answers = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      cache.keep(batch.get(i), scored.get(i));
      answers.put(batch.get(i), scored.get(i));
    }
    return answers;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "scorer");
    thread.setDaemon(true);
    return thread;
  }
}
