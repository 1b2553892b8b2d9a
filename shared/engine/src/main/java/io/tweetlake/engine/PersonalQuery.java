package io.tweetlake.engine;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tweetlake.engine.QueryResult.Column;
import io.tweetlake.engine.QueryResult.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A statement of a person's, which must only read. */
final class PersonalQuery {
  private static final String NULL = "null";

  private final DuckDb duckDb;

  /** A text, name or character that means something; or what only ends or explains it. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "--[^\\n]*+|/\\*.*?\\*/|[\\s;]|(?<content>'[^']*+'|\"[^\"]*+\"|.)", Pattern.DOTALL);

  private final String sql;

  PersonalQuery(DuckDb duckDb, String sql) {
    this.duckDb = requireNonNull(duckDb, "duckDb is null");
    this.sql = withoutEnd(sql);
  }

  /** Leaves out the semicolons, blanks and comments that a statement ends with. */
  private static String withoutEnd(String sql) {
    Matcher tokens = TOKEN.matcher(sql);
    int end = 0;
    while (tokens.find()) {
      if (tokens.group("content") != null) {
        end = tokens.end();
      }
    }
    return sql.substring(0, end);
  }

  QueryResult run(QueryLimits limits) {
    // the line feed ends a comment at the statement's end
    String source = "(" + sql + "\n)";
    refuseOtherThanSelect("SELECT * FROM " + source);
    List<QueryColumn> columns = QueryColumn.describe(duckDb, "SELECT * FROM " + source);
    String values =
        IntStream.range(0, columns.size())
            .mapToObj(i -> values("c" + i, limits))
            .collect(Collectors.joining(", "));
    String names =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "c" + i)
            .collect(Collectors.joining(", ", "(", ")"));
    // a scan of nested columns and their conversion to JSON at once would take twice the memory
    String limited =
        "WITH r AS MATERIALIZED (SELECT * FROM %s AS q%s LIMIT %d) SELECT %s FROM r"
            .formatted(source, names, limits.maxRows() + 1L, values);
    return duckDb.query(
        limited,
        limits.timeout(),
        result ->
            read(
                result,
                columns.stream()
                    .map(column -> new Column(column.name(), column.duckDbType()))
                    .toList(),
                limits));
  }

  /** A column's value as text and as JSON; the text alone, cut, where values are limited. */
  private static String values(String column, QueryLimits limits) {
    String text = "CAST(%s AS VARCHAR)".formatted(column);
    return limits.cutsValues()
        ? "left(%s, %d)".formatted(text, limits.maxValueCharacters())
        : text + ", CAST(to_json(%s) AS VARCHAR)".formatted(column);
  }

  private static QueryResult read(ResultSet result, List<Column> columns, QueryLimits limits)
      throws SQLException {
    List<List<Value>> rows = new ArrayList<>();
    long characters = 0;
    while (result.next()) {
      List<Value> row = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        Value value = limits.cutsValues() ? text(result, i + 1) : value(result, 2 * i + 1);
        characters += value.text().map(String::length).orElse(0);
        row.add(value);
      }
      if (rows.size() == limits.maxRows() || characters > limits.maxCharacters()) {
        return new QueryResult(columns, rows, false);
      }
      rows.add(List.copyOf(row));
    }
    return new QueryResult(columns, rows, true);
  }

  private static Value value(ResultSet result, int column) throws SQLException {
    String json = result.getString(column + 1);
    return new Value(Optional.ofNullable(result.getString(column)), json == null ? NULL : json);
  }

  private static Value text(ResultSet result, int column) throws SQLException {
    Optional<String> text = Optional.ofNullable(result.getString(column));
    return new Value(text, text.map(Json::quote).orElse(NULL));
  }

  /** DuckDB's own parser tells: it can only show the tree of SELECT statements. */
  private void refuseOtherThanSelect(String wrapped) {
    String tree =
        duckDb.query(
            "SELECT CAST(json_serialize_sql(" + Sql.literal(wrapped) + ") AS VARCHAR)",
            rows -> {
              rows.next();
              return rows.getString(1);
            });
    try {
      JsonNode node = Json.MAPPER.readTree(tree);
      if (node.path("error").asBoolean()) {
        throw new EngineException("Cannot run the query: " + node.path("error_message").asText());
      }
      if (node.path("statements").size() != 1) {
        throw new EngineException("Cannot run the query: it must be one SELECT statement");
      }
    } catch (JsonProcessingException e) {
      throw new EngineException("Cannot run the query: DuckDB does not show how it reads it", e);
    }
  }
}
