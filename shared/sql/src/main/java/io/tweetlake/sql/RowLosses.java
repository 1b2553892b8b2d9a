package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

/** The clauses of a query that leave rows of its sources out. */
final class RowLosses {
  private static final Set<String> EMPTY_FOR_EMPTY_LISTS =
      Set.of("explode", "inline", "posexplode");

  private RowLosses() {}

  static List<String> of(String sql) {
    PipelineLexer lexer = new PipelineLexer(CharStreams.fromString(sql));
    lexer.removeErrorListeners();
    List<String> losses = new ArrayList<>();
    Token before = null;
    for (Token token : lexer.getAllTokens()) {
      switch (token.getType()) {
        case PipelineLexer.WHERE -> losses.add("WHERE in the query");
        case PipelineLexer.HAVING -> losses.add("HAVING in the query");
        case PipelineLexer.QUALIFY -> losses.add("QUALIFY in the query");
        case PipelineLexer.LIMIT -> losses.add("LIMIT in the query");
        case PipelineLexer.DISTINCT -> losses.add("DISTINCT in the query");
        case PipelineLexer.JOIN -> {
          if (before == null || !keepsLeft(before)) {
            losses.add("JOIN in the query, for rows without a partner");
          }
        }
        case PipelineLexer.UNPIVOT -> losses.add("UNPIVOT in the query, for NULL");
        case PipelineLexer.IDENTIFIER -> {
          boolean outer = before != null && before.getType() == PipelineLexer.OUTER;
          if (EMPTY_FOR_EMPTY_LISTS.contains(Text.lower(token.getText())) && !outer) {
            losses.add(Text.lower(token.getText()) + " in the query, for empty lists");
          }
        }
        case PipelineLexer.OPEN -> {
          if (before != null && before.getType() == PipelineLexer.WINDOW) {
            losses.add("window in the query, for rows without a time");
          }
        }
        default -> {}
      }
      before = token;
    }
    return losses;
  }

  private static boolean keepsLeft(Token before) {
    return before.getType() == PipelineLexer.LEFT
        || before.getType() == PipelineLexer.OUTER
        || before.getType() == PipelineLexer.FULL
        || before.getType() == PipelineLexer.CROSS;
  }
}
