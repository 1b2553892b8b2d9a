package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.RowConstructorContext;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/** Rows such as {@code (1, 'a')}. */
final class RowConstructors {
  private RowConstructors() {}

  static Optional<List<ExpressionContext>> fields(ParserRuleContext expression) {
    ParseTree tree = expression;
    while (!(tree instanceof RowConstructorContext) && tree.getChildCount() == 1) {
      tree = tree.getChild(0);
    }
    return tree instanceof RowConstructorContext row
        ? Optional.of(row.expression())
        : Optional.empty();
  }
}
