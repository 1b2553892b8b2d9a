package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ModelAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Scores texts with one model: each distinct one once, several batches at a time. Texts that will
 * be asked for can be begun with; whoever asks for one then takes its batch over.
 */
final class ModelScorer implements AutoCloseable {
  private final ModelEndpoint model;
  private final BatchScorer scorer;
  private final ScorerCounters counters;
  private final AnswerCache cache;
  private final ExecutorService threads;
  private final Map<PreparedText, BegunBatch> begun = new ConcurrentHashMap<>();

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
    Set<BegunBatch> batches = new LinkedHashSet<>();
    Set<PreparedText> unknown = new LinkedHashSet<>();
    for (PreparedText text : new LinkedHashSet<>(prepared)) {
      BegunBatch batch = begun.remove(text);
      if (text.isEmpty()) {
        counters.unscorable.increment();
        answers.put(text, scorer.unscorable(text, PreparedText.NOTHING_TO_SCORE));
      } else if (batch != null) {
        batches.add(batch);
      } else {
        cache
            .find(text)
            .ifPresentOrElse(answer -> answers.put(text, answer), () -> unknown.add(text));
      }
    }
    ask(unknown, batches, deadline, answers);
    // another query that began with some of the texts may have given up on them
    Set<PreparedText> missing = new LinkedHashSet<>(prepared);
    missing.removeAll(answers.keySet());
    ask(missing, Set.of(), deadline, answers);
    return prepared.stream().map(answers::get).toList();
  }

  /** Those texts that take a call which is not begun yet. */
  Set<PreparedText> unknown(List<String> texts) {
    Set<PreparedText> unknown = new LinkedHashSet<>();
    for (String raw : texts) {
      PreparedText text = PreparedText.of(raw);
      if (!text.isEmpty() && !begun.containsKey(text) && cache.find(text).isEmpty()) {
        unknown.add(text);
      }
    }
    return unknown;
  }

  /** Begins with texts that will be asked for. */
  List<BegunBatch> begin(Collection<PreparedText> texts, Instant deadline) {
    List<BegunBatch> batches = submit(texts, deadline);
    batches.forEach(batch -> batch.texts().forEach(text -> begun.put(text, batch)));
    return batches;
  }

  /** Gives up on what nobody has asked for. */
  void drop(BegunBatch batch) {
    batch.texts().forEach(text -> begun.remove(text, batch));
    batch.cancel();
  }

  ModelEndpoint model() {
    return model;
  }

  ScorerStatistics statistics() {
    return counters.sum();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void ask(
      Set<PreparedText> texts,
      Set<BegunBatch> begunBefore,
      Instant deadline,
      Map<PreparedText, ModelAnswer> answers) {
    List<BegunBatch> own = submit(texts, deadline);
    List<BegunBatch> all = new ArrayList<>(begunBefore);
    all.addAll(own);
    try {
      for (BegunBatch batch : all) {
        batch.await().ifPresent(answers::putAll);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EndpointUnavailableException(model.endpoint(), "interrupted", e);
    } finally {
      own.forEach(BegunBatch::cancel);
    }
  }

  private List<BegunBatch> submit(Collection<PreparedText> texts, Instant deadline) {
    List<BegunBatch> batches = new ArrayList<>();
    for (List<PreparedText> batch : Batches.of(texts, model.maxTexts(), model.maxBytes())) {
      batches.add(new BegunBatch(batch, threads.submit(() -> call(batch, deadline))));
    }
    return batches;
  }

  private Map<PreparedText, ModelAnswer> call(List<PreparedText> batch, Instant deadline) {
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
