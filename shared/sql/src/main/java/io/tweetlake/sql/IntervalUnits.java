package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.IntervalContext;
import io.tweetlake.sql.grammar.PipelineParser.IntervalPartContext;
import io.tweetlake.sql.grammar.PipelineParser.ParenthesizedExpressionContext;
import java.util.Set;
import org.antlr.v4.runtime.tree.ParseTree;

/** Units of intervals that are written out. */
final class IntervalUnits {
  private static final Set<String> DAYS_OR_LONGER =
      Set.of("day", "days", "week", "weeks", "month", "months", "quarter", "year", "years");

  private IntervalUnits() {}

  /** Whether an expression is an interval that is written out. */
  static boolean isInterval(ParseTree expression) {
    return core(expression) instanceof IntervalContext;
  }

  /** Whether it is one of whole days, weeks, months or years. */
  static boolean ofDaysOrLonger(ParseTree expression) {
    return core(expression) instanceof IntervalContext interval
        && interval.intervalPart().stream().allMatch(IntervalUnits::isOfDaysOrLonger);
  }

  private static ParseTree core(ParseTree expression) {
    ParseTree tree = expression;
    while (!(tree instanceof IntervalContext)) {
      if (tree instanceof ParenthesizedExpressionContext parenthesized) {
        tree = parenthesized.expression();
      } else if (tree.getChildCount() == 1) {
        tree = tree.getChild(0);
      } else {
        return tree;
      }
    }
    return tree;
  }

  private static boolean isOfDaysOrLonger(IntervalPartContext part) {
    return part.unit != null && DAYS_OR_LONGER.contains(Text.lower(part.unit.getText()));
  }
}
