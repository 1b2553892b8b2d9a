package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ColumnListItemContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpectationContext;
import io.tweetlake.sql.grammar.PipelineParser.ViolationContext;
import io.tweetlake.types.Field;
import io.tweetlake.types.StructType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Translates the constraints of a dataset. */
final class Constraints {
  private final Dataset dataset;
  private final QueryTranslator queries;
  private final Scope scope;

  /**
   * @param queries of the statement that declares the dataset
   * @param qualifiers names of relations that may stand before a column's
   * @param columns of the dataset's query
   */
  Constraints(Dataset dataset, QueryTranslator queries, List<String> qualifiers, Columns columns) {
    this.dataset = requireNonNull(dataset, "dataset is null");
    this.queries = requireNonNull(queries, "queries is null");
    this.scope = new Scope(Optional.empty());
    qualifiers.forEach(scope::addQualifier);
    scope.add(new Scope.Relation(Optional.empty(), columns));
  }

  static boolean has(Dataset dataset) {
    return dataset.tree().columnList() != null
        && dataset.tree().columnList().columnListItem().stream()
            .anyMatch(ExpectationContext.class::isInstance);
  }

  List<Expectation> translate() {
    List<Expectation> expectations = new ArrayList<>();
    if (dataset.tree().columnList() == null) {
      return expectations;
    }
    SourceText source = queries.source();
    dataset.declaredColumns().ifPresent(declared -> notNull(declared, expectations));
    Set<String> names = new HashSet<>();
    for (ColumnListItemContext item : dataset.tree().columnList().columnListItem()) {
      if (!(item instanceof ExpectationContext expectation)) {
        continue;
      }
      String name = Text.name(expectation.name);
      Position position = source.position(expectation.name.getStart());
      if (!names.add(Text.lower(name))) {
        queries.problems().add(position, "Duplicate constraint " + name + " of " + dataset.name());
      }
      ViolationAction action = action(expectation.violation());
      if (dataset.isView() && action == ViolationAction.QUARANTINE_ROW) {
        queries.problem(
            expectation.violation(),
            "Unsupported QUARANTINE ROW of view "
                + dataset.name()
                + ": a view has no table beside it; put the constraint on the table that reads it");
      }
      expectations.add(
          new Expectation(
              name,
              source.written(expectation.booleanExpression()),
              predicate(expectation),
              action,
              position));
    }
    return expectations;
  }

  /** As Delta does: a NULL in a column that is NOT NULL fails the update. */
  private void notNull(StructType declared, List<Expectation> expectations) {
    for (Field field : declared.fields()) {
      if (!field.nullable()) {
        expectations.add(
            new Expectation(
                field.name() + " NOT NULL",
                field.name() + " IS NOT NULL",
                Text.quoted(field.name()) + " IS NOT NULL",
                ViolationAction.FAIL_UPDATE,
                dataset.position()));
      }
    }
  }

  private String predicate(ExpectationContext expectation) {
    int before = queries.sources().sources().size();
    String sql =
        new ExpressionTranslator(queries, scope).translate(expectation.booleanExpression());
    if (queries.sources().sources().size() > before) {
      queries.problem(expectation.booleanExpression(), "Unsupported subquery in a constraint");
    }
    if (!Aggregates.in(expectation.booleanExpression()).isEmpty()
        || !Aggregates.windowCalls(expectation.booleanExpression()).isEmpty()) {
      queries.problem(
          expectation.booleanExpression(), "Cannot aggregate in a constraint: it is about one row");
    }
    return sql;
  }

  private static ViolationAction action(ViolationContext violation) {
    if (violation == null) {
      return ViolationAction.WARN;
    }
    return violation.DROP() != null
        ? ViolationAction.DROP_ROW
        : violation.FAIL() != null ? ViolationAction.FAIL_UPDATE : ViolationAction.QUARANTINE_ROW;
  }
}
