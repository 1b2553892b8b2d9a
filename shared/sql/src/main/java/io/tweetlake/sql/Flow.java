package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A query that fills a table. A table has one flow of its own name, or several from {@code CREATE
 * FLOW}.
 *
 * @param lateBinding set where the query depends on types that are found out as its sources are
 *     read; until then a name such as {@code a.b} is taken for a field of a struct
 */
public record Flow(String name, Query query, Position position, Optional<LateBinding> lateBinding) {
  public Flow {
    requireNonNull(name, "name is null");
    requireNonNull(query, "query is null");
    requireNonNull(position, "position is null");
    requireNonNull(lateBinding, "lateBinding is null");
  }

  public Flow(String name, Query query, Position position) {
    this(name, query, position, Optional.empty());
  }
}
