package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Map;

/**
 * Translates a flow again once its sources are read, for columns and types that only their data
 * tell: {@code a.b} is a field of a struct, or an array of the field of each element.
 */
public interface LateBinding {
  /** What the found types are good for. */
  enum Need {
    /** Nothing: the SQL is the same. */
    NONE,
    /** They tell the types of results and what is refused, and make the SQL faster to plan. */
    TYPES,
    /** They decide what the query means. */
    MEANING
  }

  Need need();

  /**
   * @param columns that the sources were found to have, by {@link Source#relation()}
   * @throws InvalidPipelineException where the query does not fit them
   */
  Bound bind(Map<String, StructType> columns);

  /**
   * What is wrong with the query and the rules of its table where the sources have just these
   * columns.
   *
   * @param columns by {@link Source#relation()}; of sources that are missing, no more is known than
   *     what is written
   */
  List<Problem> problems(Map<String, StructType> columns);

  /** A query and its table's rules, for the columns that were found. */
  record Bound(Query query, List<Expectation> expectations) {
    public Bound {
      requireNonNull(query, "query is null");
      expectations = List.copyOf(expectations);
    }
  }
}
