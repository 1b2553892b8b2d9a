package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Map;

/**
 * Translates a flow again once its sources are read, where its SQL depends on types that only their
 * data tell: {@code a.b} is a field of a struct, or an array of the field of each element.
 */
public interface LateBinding {
  /**
   * @param columns that the sources were found to have, by {@link Source#relation()}
   * @throws InvalidPipelineException where the query does not fit them
   */
  Bound bind(Map<String, StructType> columns);

  /**
   * Whether the query means the same before it is bound: then types only make its SQL simpler, and
   * so faster to plan.
   */
  default boolean keepsMeaning() {
    return false;
  }

  /** A query and its table's rules, for the columns that were found. */
  record Bound(Query query, List<Expectation> expectations) {
    public Bound {
      requireNonNull(query, "query is null");
      expectations = List.copyOf(expectations);
    }
  }
}
