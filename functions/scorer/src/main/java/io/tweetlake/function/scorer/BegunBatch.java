package io.tweetlake.function.scorer;

import static java.util.Objects.requireNonNull;

import io.tweetlake.engine.ModelAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Texts of which a model is asked in one call, now or when its turn comes. */
final class BegunBatch {
  private final List<PreparedText> texts;
  private final Future<Map<PreparedText, ModelAnswer>> answers;

  BegunBatch(List<PreparedText> texts, Future<Map<PreparedText, ModelAnswer>> answers) {
    this.texts = List.copyOf(texts);
    this.answers = requireNonNull(answers, "answers is null");
  }

  List<PreparedText> texts() {
    return texts;
  }

  /**
   * Waits for the answers of all texts; empty where the batch was cancelled.
   *
   * @throws EndpointUnavailableException where the model cannot be asked
   */
  Optional<Map<PreparedText, ModelAnswer>> await() throws InterruptedException {
    try {
      return Optional.of(answers.get());
    } catch (CancellationException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("Cannot score texts: " + e.getCause(), e.getCause());
    }
  }

  /** Does nothing where the answers are there. */
  void cancel() {
    answers.cancel(true);
  }
}
