package io.tweetlake.engine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What Java code threw inside a statement. DuckDB reports such a failure as text only; here the
 * first one waits for whoever ran the statement.
 */
final class Failures {
  private final AtomicReference<RuntimeException> first = new AtomicReference<>();

  /** Keeps the failure and gives it back, to be thrown into DuckDB. */
  RuntimeException keep(RuntimeException failure) {
    first.compareAndSet(null, failure);
    return failure;
  }

  Optional<RuntimeException> take() {
    return Optional.ofNullable(first.getAndSet(null));
  }

  void clear() {
    first.set(null);
  }
}
