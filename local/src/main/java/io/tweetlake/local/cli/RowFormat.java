package io.tweetlake.local.cli;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tweetlake.engine.QueryResult;
import io.tweetlake.engine.QueryResult.Column;
import io.tweetlake.engine.QueryResult.Value;
import io.tweetlake.report.DisplayWidth;
import io.tweetlake.report.TextTable;
import io.tweetlake.report.TextTable.Align;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a query's rows are written. */
enum RowFormat {
  /** Aligned columns for people; long values are cut. */
  TABLE {
    @Override
    void write(QueryResult result, PrintWriter out) {
      TextTable table =
          new TextTable(
              result.columns().stream().map(Column::name).toList(),
              result.columns().stream()
                  .map(column -> isNumber(column) ? Align.RIGHT : Align.LEFT)
                  .toList());
      for (List<Value> row : result.rows()) {
        table.add(
            row.stream()
                .map(value -> DisplayWidth.fit(value.text().orElse("NULL"), MAX_CELL_COLUMNS))
                .toList());
      }
      table.lines().forEach(out::println);
      out.printf("(%d %s)%n", result.rows().size(), result.rows().size() == 1 ? "row" : "rows");
    }
  },

  /** RFC 4180, with a header; NULL is an empty field, an empty text is {@code ""}. */
  CSV {
    @Override
    void write(QueryResult result, PrintWriter out) {
      out.print(
          result.columns().stream()
              .map(column -> csv(column.name()))
              .collect(Collectors.joining(",", "", "\r\n")));
      for (List<Value> row : result.rows()) {
        out.print(
            row.stream()
                .map(value -> value.text().map(RowFormat::csv).orElse(""))
                .collect(Collectors.joining(",", "", "\r\n")));
      }
    }
  },

  /** One array with an object a row, each in a line of its own. */
  JSON {
    @Override
    void write(QueryResult result, PrintWriter out) {
      out.print("[");
      for (int i = 0; i < result.rows().size(); i++) {
        List<Value> row = result.rows().get(i);
        out.print(i == 0 ? "\n" : ",\n");
        out.print(
            IntStream.range(0, row.size())
                .mapToObj(
                    column ->
                        new TextNode(result.columns().get(column).name())
                            + ":"
                            + row.get(column).json())
                .collect(Collectors.joining(",", "{", "}")));
      }
      out.println(result.rows().isEmpty() ? "]" : "\n]");
    }
  };

  private static final int MAX_CELL_COLUMNS = 80;
  private static final Set<String> NUMBERS =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "FLOAT",
          "DOUBLE");

  abstract void write(QueryResult result, PrintWriter out);

  private static boolean isNumber(Column column) {
    return NUMBERS.contains(column.type()) || column.type().startsWith("DECIMAL");
  }

  private static String csv(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
