package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Rows of a query that was run for a person.
 *
 * @param rows in the query's order, each with one value a column
 * @param complete whether there are no more rows than these
 */
public record QueryResult(List<Column> columns, List<List<Value>> rows, boolean complete) {
  public QueryResult {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** A column and its DuckDB type, such as {@code BIGINT}. */
  public record Column(String name, String type) {
    public Column {
      requireNonNull(name, "name is null");
      requireNonNull(type, "type is null");
    }
  }

  /**
   * A value.
   *
   * @param text as DuckDB shows it; empty for NULL
   * @param json as JSON; {@code null} for NULL
   */
  public record Value(Optional<String> text, String json) {
    public Value {
      requireNonNull(text, "text is null");
      requireNonNull(json, "json is null");
    }
  }
}
