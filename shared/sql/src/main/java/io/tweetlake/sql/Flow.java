package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

/**
 * A query that fills a table. A table has one flow of its own name, or several from {@code CREATE
 * FLOW}.
 *
 * @param lateBinding for types that are found out as the sources are read; until then a name such
 *     as {@code a.b} is taken for a field of a struct
 */
public record Flow(String name, Query query, Position position, LateBinding lateBinding) {
  public Flow {
    requireNonNull(name, "name is null");
    requireNonNull(query, "query is null");
    requireNonNull(position, "position is null");
    requireNonNull(lateBinding, "lateBinding is null");
  }
}
