package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.CastContext;
import io.tweetlake.sql.grammar.PipelineParser.CastOperatorContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/** The names of a select list's items that have no AS. */
final class SelectNames {
  private SelectNames() {}

  /**
   * The last name of {@code a.b.c}; of a cast, the name of the column that is cast; of a literal,
   * its value where a table can have such a name. Empty where Spark makes a name of the
   * expression's text.
   */
  static Optional<String> of(ExpressionContext expression, Scope scope) {
    return NestedFunctions.columnName(expression)
        .or(() -> ofCast(expression, scope))
        .or(() -> ofLiteral(expression));
  }

  private static Optional<String> ofLiteral(ExpressionContext expression) {
    return Literals.text(expression)
        .or(() -> Optional.of(expression.getText()).filter(text -> text.matches("\\d+")))
        .filter(name -> !name.isEmpty() && !name.matches("(?s).*[ ,;{}()\n\t=].*"));
  }

  private static Optional<String> ofCast(ExpressionContext expression, Scope scope) {
    ParseTree tree = expression;
    while (tree.getChildCount() == 1) {
      tree = tree.getChild(0);
    }
    Optional<ParserRuleContext> value =
        tree instanceof CastContext cast
            ? Optional.of(cast.expression())
            : tree instanceof CastOperatorContext cast
                ? Optional.of(cast.primary())
                : Optional.empty();
    return value
        .flatMap(ReferenceTranslator::pathOf)
        .filter(path -> path.size() == 1 || isColumnOfRelation(path, scope))
        .map(path -> path.get(path.size() - 1));
  }

  /** Spark names a cast field of a struct after its text, which a table cannot have. */
  private static boolean isColumnOfRelation(List<String> path, Scope scope) {
    return path.size() == 2 && scope.relation(path.get(0)).isPresent();
  }
}
