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

  QueryResult run(int maxRows) {
    // the line feed ends a comment at the statement's end
    String source = "(" + sql + "\n)";
    refuseOtherThanSelect("SELECT * FROM " + source);
    List<QueryColumn> columns = QueryColumn.describe(duckDb, "SELECT * FROM " + source);
    String values =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "CAST(c%1$d AS VARCHAR), CAST(to_json(c%1$d) AS VARCHAR)".formatted(i))
            .collect(Collectors.joining(", "));
    String names =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "c" + i)
            .collect(Collectors.joining(", ", "(", ")"));
    String limited =
        "SELECT " + values + " FROM " + source + " AS q" + names + " LIMIT " + (maxRows + 1L);
    List<List<Value>> rows = duckDb.query(limited, result -> rows(result, columns.size()));
    boolean complete = rows.size() <= maxRows;
    return new QueryResult(
        columns.stream().map(column -> new Column(column.name(), column.duckDbType())).toList(),
        complete ? rows : rows.subList(0, maxRows),
        complete);
  }

  private static List<List<Value>> rows(ResultSet result, int columns) throws SQLException {
    List<List<Value>> rows = new ArrayList<>();
    while (result.next()) {
      List<Value> row = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        String json = result.getString(2 * i + 2);
        row.add(
            new Value(
                Optional.ofNullable(result.getString(2 * i + 1)), json == null ? "null" : json));
      }
      rows.add(List.copyOf(row));
    }
    return rows;
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
