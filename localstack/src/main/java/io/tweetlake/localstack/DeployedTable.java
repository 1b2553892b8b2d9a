package io.tweetlake.localstack;

import static java.util.Objects.requireNonNull;

/** A table's function as it was deployed, and the queue that wakes it. */
record DeployedTable(String table, LambdaApi.Mapping mapping, SqsQueue queue) {
  DeployedTable {
    requireNonNull(table, "table is null");
    requireNonNull(mapping, "mapping is null");
    requireNonNull(queue, "queue is null");
  }

  /** Messages that were given up. */
  int deadLetters() {
    return queue.deadLetters().map(SqsQueue::depth).orElse(0);
  }
}
