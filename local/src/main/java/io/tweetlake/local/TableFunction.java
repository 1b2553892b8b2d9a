package io.tweetlake.local;

import static java.util.Objects.requireNonNull;

import io.tweetlake.local.cloud.Function;
import io.tweetlake.local.cloud.MemoryQueue;

/** A table's function, the queue that wakes it, and the queue of what it could not do. */
public record TableFunction(
    String table,
    FunctionKind kind,
    Function function,
    MemoryQueue queue,
    MemoryQueue deadLetters) {
  public TableFunction {
    requireNonNull(table, "table is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(function, "function is null");
    requireNonNull(queue, "queue is null");
    requireNonNull(deadLetters, "deadLetters is null");
  }
}
