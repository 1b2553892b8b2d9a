package io.tweetlake.sql;

import java.util.ArrayList;
import java.util.List;

/** Breaks generated SQL into lines at its outermost clauses. */
final class SqlLayout {
  private static final List<String> CLAUSES =
      List.of(
          " FROM ",
          " WHERE ",
          " GROUP BY ",
          " HAVING ",
          " ORDER BY ",
          " LIMIT ",
          " UNION ",
          " JOIN ",
          " LEFT JOIN ",
          " CROSS JOIN ",
          " INNER JOIN ",
          " SEMI JOIN ",
          " ANTI JOIN ",
          " QUALIFY ");

  private SqlLayout() {}

  static List<String> lines(String sql) {
    List<String> lines = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\'' || c == '"') {
        i = sql.indexOf(c, i + 1);
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == ' ' && depth == 0 && i > start && startsClause(sql, i)) {
        lines.add(sql.substring(start, i));
        start = i + 1;
        i = sql.indexOf(' ', i + 1);
      }
    }
    lines.add(sql.substring(start));
    return lines;
  }

  private static boolean startsClause(String sql, int i) {
    return CLAUSES.stream().anyMatch(clause -> sql.startsWith(clause, i));
  }
}
