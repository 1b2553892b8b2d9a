package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionItemContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionRelationContext;
import io.tweetlake.sql.grammar.PipelineParser.QueryContext;
import io.tweetlake.sql.grammar.PipelineParser.QueryRelationContext;
import io.tweetlake.sql.grammar.PipelineParser.RelationContext;
import io.tweetlake.sql.grammar.PipelineParser.RelationPrimaryContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectItemContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectPrimaryContext;
import io.tweetlake.sql.grammar.PipelineParser.SelectQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.SingleTermContext;
import java.util.List;
import java.util.Optional;

/**
 * Relations of which Spark 4.0 makes a generator of the rows before them ({@code
 * OptimizeOneRowRelationSubquery}): {@code LEFT JOIN LATERAL explode(x)} without a condition then
 * drops the rows of which nothing is made, as {@code LATERAL VIEW explode(x)} does. With a
 * condition it keeps them.
 */
final class LateralGenerators {
  private LateralGenerators() {}

  /** Whether a relation is a call of a generator, or a query that adds nothing but a projection. */
  static boolean onlyGenerates(RelationPrimaryContext relation) {
    if (relation instanceof FunctionRelationContext function) {
      return isGenerator(Text.name(function.tableFunction().name));
    }
    return relation instanceof QueryRelationContext nested
        && select(nested.query()).filter(LateralGenerators::onlyProjects).isPresent();
  }

  private static Optional<SelectQueryContext> select(QueryContext query) {
    return query.namedQuery().isEmpty()
            && query.queryEnd().getChildCount() == 0
            && query.queryTerm() instanceof SingleTermContext single
            && single.queryPrimary() instanceof SelectPrimaryContext select
        ? Optional.of(select.selectQuery())
        : Optional.empty();
  }

  private static boolean onlyProjects(SelectQueryContext select) {
    boolean plain =
        select.setQuantifier() == null
            && select.where == null
            && select.groupBy() == null
            && select.having == null
            && select.qualify == null
            && select.lateQualify == null
            && Aggregates.in(select).isEmpty()
            && Aggregates.windowCalls(select).isEmpty();
    if (!plain) {
      return false;
    }
    if (select.fromClause() == null) {
      return select.selectItem().stream().anyMatch(LateralGenerators::isGenerator);
    }
    List<RelationContext> relations = select.fromClause().relation();
    return relations.size() == 1
        && select.fromClause().lateralView().isEmpty()
        && relations.get(0).join().isEmpty()
        && relations.get(0).reshape().isEmpty()
        && onlyGenerates(relations.get(0).relationPrimary());
  }

  private static boolean isGenerator(SelectItemContext item) {
    return item instanceof ExpressionItemContext expression
        && Literals.call(expression.expression())
            .filter(call -> isGenerator(FunctionCalls.name(call)))
            .isPresent();
  }

  private static boolean isGenerator(String name) {
    return Generators.NAMES.contains(Text.lower(name));
  }
}
