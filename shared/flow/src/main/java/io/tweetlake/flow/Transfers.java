package io.tweetlake.flow;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Runs requests to the object store side by side. Its threads end by themselves when idle. */
final class Transfers {
  // a request is mostly waiting: more than cores, few enough for one connection pool
  private static final int THREADS = 16;
  private static final long IDLE_SECONDS = 5;

  private final ExecutorService threads;

  Transfers() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "transfer");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    this.threads = requireNonNull(pool, "pool is null");
  }

  /**
   * Applies {@code request} to every item.
   *
   * @return the answers in the order of the items
   * @throws RuntimeException the first item's that failed, after all have ended
   */
  <T, R> List<R> map(List<T> items, Function<T, R> request) {
    if (items.size() == 1) {
      return List.of(request.apply(items.get(0)));
    }
    List<Future<R>> futures = new ArrayList<>();
    for (T item : items) {
      futures.add(threads.submit(() -> request.apply(item)));
    }
    List<R> answers = new ArrayList<>();
    RuntimeException failure = null;
    for (Future<R> future : futures) {
      try {
        answers.add(future.get());
      } catch (ExecutionException e) {
        RuntimeException cause =
            e.getCause() instanceof RuntimeException runtime
                ? runtime
                : new IllegalStateException(e.getCause());
        if (failure == null) {
          failure = cause;
        } else if (failure != cause) {
          failure.addSuppressed(cause);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        futures.forEach(other -> other.cancel(true));
        throw new IllegalStateException("Interrupted while waiting for the object store", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return answers;
  }
}
