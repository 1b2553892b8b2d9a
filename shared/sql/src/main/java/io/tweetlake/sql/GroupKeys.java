package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionItemContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectItemContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectQueryContext;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;

/** What the expressions of GROUP BY stand for: places and names of the select list, or columns. */
final class GroupKeys {
  private final SelectQueryContext select;
  private final Scope scope;
  private final ExpressionTranslator expressions;

  GroupKeys(SelectQueryContext select, Scope scope, ExpressionTranslator expressions) {
    this.select = requireNonNull(select, "select is null");
    this.scope = requireNonNull(scope, "scope is null");
    this.expressions = requireNonNull(expressions, "expressions is null");
  }

  /** What {@code GROUP BY 1} or {@code GROUP BY alias} stands for. */
  ParserRuleContext meant(ExpressionContext group) {
    List<SelectItemContext> items = select.selectItem();
    Optional<ExpressionItemContext> placed =
        Literals.number(group)
            .map(number -> number.intValue() - 1)
            .filter(i -> i >= 0 && i < items.size())
            .map(items::get)
            .filter(ExpressionItemContext.class::isInstance)
            .map(ExpressionItemContext.class::cast);
    if (placed.isPresent()) {
      return placed.get().expression();
    }
    for (SelectItemContext item : items) {
      if (item instanceof ExpressionItemContext expression
          && expression.alias != null
          && Text.name(expression.alias).equalsIgnoreCase(group.getText().replace("`", ""))
          && !isColumn(expression)) {
        return expression.expression();
      }
    }
    return group;
  }

  /** A column wins over a select item of its name, such as {@code upper(lang) AS lang}. */
  private boolean isColumn(ExpressionItemContext item) {
    String name = Text.name(item.alias);
    return scope.relations().stream().anyMatch(relation -> relation.columns().has(name))
        || expressions.translate(item.expression()).contains(Text.quoted(name));
  }
}
