package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ModelAnswer;
import io.tweetlake.function.scorer.EndpointClient.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scores one batch after the other with one model, whatever fails on the way.
 *
 * <p>A text is only blamed for a failure if the endpoint answers a harmless probe: else the
 * endpoint is at fault, and the whole batch is to be tried again later.
 */
final class BatchScorer {
  /** Harmless for any model; two, since some containers take a lone text in any dialect. */
  private static final List<PreparedText> PROBE =
      List.of(PreparedText.of("ok"), PreparedText.of("hello"));

  /** Too little for a call that has to be paid in any case. */
  private static final Duration LEAST_TIME = Duration.ofMillis(500);

  private final ModelEndpoint model;
  private final EndpointClient client;
  private final Backoff backoff;
  private final ScorerCounters counters;

  BatchScorer(
      ModelEndpoint model, EndpointClient client, Backoff backoff, ScorerCounters counters) {
    this.model = requireNonNull(model, "model is null");
    this.client = requireNonNull(client, "client is null");
    this.backoff = requireNonNull(backoff, "backoff is null");
    this.counters = requireNonNull(counters, "counters is null");
  }

  /**
   * One answer a text, in order.
   *
   * @throws EndpointUnavailableException where the endpoint cannot answer before the deadline
   */
  List<ModelAnswer> score(List<PreparedText> texts, Instant deadline) {
    counters.sentTexts.add(texts.size());
    try {
      return ask(texts, backoff, deadline);
    } catch (InvocationException | InvalidAnswerException e) {
      return isolate(texts, blame(e), deadline);
    }
  }

  /** Halves the batch until only those texts are left unscored that cannot be. */
  private List<ModelAnswer> isolate(
      List<PreparedText> texts, RuntimeException reason, Instant deadline) {
    probe(reason, deadline);
    if (texts.size() == 1) {
      return List.of(askOnceMore(texts.get(0), deadline));
    }
    int middle = texts.size() / 2;
    List<ModelAnswer> answers = new ArrayList<>(texts.size());
    for (List<PreparedText> half :
        List.of(texts.subList(0, middle), texts.subList(middle, texts.size()))) {
      try {
        answers.addAll(ask(half, backoff.withAttempts(2), deadline));
      } catch (InvocationException | InvalidAnswerException e) {
        answers.addAll(isolate(half, blame(e), deadline));
      }
    }
    return answers;
  }

  /** The last chance of a text: its neighbours may have brought the model down before. */
  private ModelAnswer askOnceMore(PreparedText text, Instant deadline) {
    try {
      return ask(List.of(text), backoff.withAttempts(1), deadline).get(0);
    } catch (InvocationException | InvalidAnswerException e) {
      counters.unscorable.increment();
      return unscorable(text, String.valueOf(blame(e).getMessage()));
    }
  }

  private void probe(RuntimeException reason, Instant deadline) {
    List<PreparedText> probe = PROBE.subList(0, Math.min(PROBE.size(), model.maxTexts()));
    try {
      ask(probe, backoff.withAttempts(3), deadline);
    } catch (InvocationException | InvalidAnswerException e) {
      throw unavailable("every text fails: " + reason.getMessage(), reason);
    }
  }

  /** Passes on what a text can be the cause of; nothing else comes back from here. */
  private RuntimeException blame(RuntimeException failure) {
    if (failure instanceof InvocationException invocation
        && invocation.kind() != FailureKind.REFUSED
        && invocation.kind() != FailureKind.CRASHED) {
      throw unavailable(failure.getMessage(), failure);
    }
    return failure;
  }

  private List<ModelAnswer> ask(List<PreparedText> texts, Backoff tries, Instant deadline) {
    byte[] body = model.dialect().request(texts.stream().map(PreparedText::text).toList());
    for (int attempt = 1; ; attempt++) {
      Duration left = Duration.between(Instant.now(), deadline);
      if (left.compareTo(LEAST_TIME) < 0) {
        throw unavailable("the time of this invocation is up", null);
      }
      counters.calls.increment();
      try {
        Reply reply = client.invoke(model, body, left);
        return answers(texts, reply);
      } catch (InvocationException e) {
        counters.failedCalls.increment();
        boolean retryable = e.kind() == FailureKind.RETRY || e.kind() == FailureKind.CRASHED;
        if (!retryable || attempt >= tries.attempts()) {
          throw e;
        }
        pause(tries.pauseAfter(attempt), deadline, e);
      }
    }
  }

  private void pause(Duration pause, Instant deadline, InvocationException reason) {
    if (Instant.now().plus(pause).isAfter(deadline)) {
      throw unavailable(reason.getMessage(), reason);
    }
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted", e);
    }
  }

  private List<ModelAnswer> answers(List<PreparedText> texts, Reply reply) {
    List<Chances> all = AnswerReader.read(reply.body(), texts.size());
    String modelId = reply.modelId().orElse(model.modelId());
    String modelRevision = reply.modelRevision().orElse(model.modelRevision());
    Instant scoredAt = Instant.now();
    List<ModelAnswer> answers = new ArrayList<>(all.size());
    for (int i = 0; i < all.size(); i++) {
      Chances chances = all.get(i);
      answers.add(
          new ModelAnswer(
              Optional.of(chances.judgement()),
              modelId,
              modelRevision,
              chances.truncated() || texts.get(i).truncated(),
              scoredAt,
              Optional.empty()));
    }
    return answers;
  }

  /** A text's row where there is no judgement. */
  ModelAnswer unscorable(PreparedText text, String reason) {
    return new ModelAnswer(
        Optional.empty(),
        model.modelId(),
        model.modelRevision(),
        text.truncated(),
        Instant.now(),
        Optional.of(reason));
  }

  private EndpointUnavailableException unavailable(String reason, Throwable cause) {
    return new EndpointUnavailableException(model.endpoint(), reason, cause);
  }
}
