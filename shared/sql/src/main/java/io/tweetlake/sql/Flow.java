package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

/**
 * A query that fills a table. A table has one flow of its own name, or several from {@code CREATE
 * FLOW}.
 */
public record Flow(String name, Query query, Position position) {
  public Flow {
    requireNonNull(name, "name is null");
    requireNonNull(query, "query is null");
    requireNonNull(position, "position is null");
  }
}
