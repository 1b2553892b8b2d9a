package io.tweetlake.function;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.tweetlake.engine.Model;
import io.tweetlake.flow.Budget;
import io.tweetlake.flow.S3Events;
import io.tweetlake.flow.UpdateResult;
import io.tweetlake.flow.Wakeup;
import io.tweetlake.sql.Table;
import io.tweetlake.store.ObjectPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one table up to date: a batch of messages from its queue becomes one update. Messages whose
 * work failed, or was left for lack of time, are given back to the queue, and reach the dead-letter
 * queue where that happens too often.
 */
public abstract class TableHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private static final Logger log = LoggerFactory.getLogger(TableHandler.class);

  // a commit that is begun in the first half of the time has the second half to end
  private static final int TIME_DIVISOR = 2;

  private final FunctionRuntime runtime;
  private final String table;
  private final S3Events events;

  /** A handler with a runtime of its own, for tables that call no model. */
  protected TableHandler(FunctionConfig config) {
    this(config, new NoModel());
  }

  /** A handler with a runtime of its own; {@code model} is what {@code ai_query} calls. */
  protected TableHandler(FunctionConfig config, Model model) {
    this(
        FunctionRuntime.open(config, model),
        config
            .table()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot configure the function: TWEETLAKE_TABLE is not set")));
  }

  /**
   * A handler that shares a runtime with others.
   *
   * @throws IllegalArgumentException where the pipeline has no such table
   */
  protected TableHandler(FunctionRuntime runtime, String table) {
    this.runtime = requireNonNull(runtime, "runtime is null");
    Table declared =
        runtime
            .pipeline()
            .table(table)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot keep table %s up to date: the pipeline has only %s"
                            .formatted(
                                table,
                                String.join(
                                    ", ",
                                    runtime.pipeline().tables().stream()
                                        .map(Table::name)
                                        .toList()))));
    this.table = declared.name();
    this.events = new S3Events(declared, runtime.layout());
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    Set<String> failed = new HashSet<>();
    Map<String, Wakeup> wakeups = new LinkedHashMap<>();
    for (SQSMessage message : event.getRecords()) {
      try {
        events
            .decode(message.getBody())
            .ifPresent(wakeup -> wakeups.put(message.getMessageId(), wakeup));
      } catch (IllegalArgumentException e) {
        log.error("Message {} is not understood: {}", message.getMessageId(), e.getMessage());
        failed.add(message.getMessageId());
      }
    }
    if (!wakeups.isEmpty()) {
      Duration time = Duration.ofMillis(context.getRemainingTimeInMillis()).dividedBy(TIME_DIVISOR);
      failed.addAll(update(wakeups, time));
    }
    return response(event, failed);
  }

  /** Runs the update that messages ask for; returns the messages to give back. */
  private Set<String> update(Map<String, Wakeup> wakeups, Duration time) {
    UpdateResult result;
    try {
      result =
          runtime
              .updater()
              .update(
                  table, joined(wakeups.values()), Budget.of(runtime.maxBytesPerCommit(), time));
    } catch (RuntimeException e) {
      log.error("Update of table {} failed: {}", table, e.getMessage(), e);
      return wakeups.keySet();
    }
    result
        .failedFiles()
        .forEach((file, reason) -> log.error("File {} is not loaded: {}", file, reason));
    return toGiveBack(wakeups, result);
  }

  private static Wakeup joined(Iterable<Wakeup> wakeups) {
    Set<ObjectPath> files = new HashSet<>();
    boolean sweep = false;
    for (Wakeup wakeup : wakeups) {
      files.addAll(wakeup.files());
      sweep |= wakeup.sweep();
    }
    return new Wakeup(files, sweep);
  }

  private static Set<String> toGiveBack(Map<String, Wakeup> wakeups, UpdateResult result) {
    Set<String> back = new HashSet<>();
    Optional<String> last = Optional.empty();
    for (Map.Entry<String, Wakeup> message : wakeups.entrySet()) {
      last = Optional.of(message.getKey());
      for (ObjectPath file : message.getValue().files()) {
        if (result.failedFiles().containsKey(file) || result.pendingFiles().contains(file)) {
          back.add(message.getKey());
        }
      }
    }
    if (result.moreWork() && back.isEmpty()) {
      // any message wakes the next update; the others have done their duty
      last.ifPresent(back::add);
    }
    return back;
  }

  private static SQSBatchResponse response(SQSEvent event, Set<String> failed) {
    List<SQSBatchResponse.BatchItemFailure> failures = new ArrayList<>();
    for (SQSMessage message : event.getRecords()) {
      if (failed.contains(message.getMessageId())) {
        failures.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failures);
  }
}
