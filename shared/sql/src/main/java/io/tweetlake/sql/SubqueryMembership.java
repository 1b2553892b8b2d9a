package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.InQueryContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.PrimitiveType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * {@code x IN (SELECT ...)} and {@code (x, y) IN (SELECT ...)}. As in Spark, a row is in a query's
 * rows if it equals one, and not in them only if no NULL could make it equal one.
 */
final class SubqueryMembership {
  private static final String ROWS = "__in";

  private final ExpressionTranslator expressions;
  private final ParserRuleContext subject;
  private final InQueryContext membership;
  private final Optional<List<ExpressionContext>> fields;

  SubqueryMembership(
      ExpressionTranslator expressions, ParserRuleContext subject, InQueryContext membership) {
    this.expressions = requireNonNull(expressions, "expressions is null");
    this.subject = requireNonNull(subject, "subject is null");
    this.membership = requireNonNull(membership, "membership is null");
    this.fields = RowConstructors.fields(subject);
  }

  String translate(boolean negated) {
    TranslatedQuery query = expressions.queries().subquery(membership.query(), expressions.scope());
    List<? extends ParserRuleContext> values = fields.isPresent() ? fields.get() : List.of(subject);
    if (query.columns().known() && query.columns().names().size() != values.size()) {
      return expressions.problem(
          membership,
          "Cannot look for %d %s in a query with %d %s (IN_SUBQUERY_LENGTH_MISMATCH)"
              .formatted(
                  values.size(),
                  values.size() == 1 ? "value" : "values",
                  query.columns().names().size(),
                  query.columns().names().size() == 1 ? "column" : "columns"));
    }
    if (fields.isEmpty() && !mayNeedCast(subject, family(query, 0))) {
      return subject(query) + (negated ? " NOT IN (" : " IN (") + query.sql() + ")";
    }
    String columns =
        IntStream.range(0, values.size()).mapToObj(this::column).collect(Collectors.joining(", "));
    String conditions =
        IntStream.range(0, values.size())
            .mapToObj(i -> equals(values.get(i), i, family(query, i)))
            .map(equal -> negated ? "(" + equal + ") IS NOT FALSE" : equal)
            .collect(Collectors.joining(" AND "));
    return (negated ? "NOT EXISTS" : "EXISTS")
        + " (SELECT 1 FROM ("
        + query.sql()
        + ") AS "
        + Text.quoted(ROWS)
        + "("
        + columns
        + ") WHERE "
        + conditions
        + ")";
  }

  /** A FLOAT beside numbers that are none is compared as a DOUBLE, on either side. */
  private String subject(TranslatedQuery query) {
    Optional<DataType> own = expressions.exactType(subject);
    Optional<DataType> column =
        query.columns().known()
            ? query.columns().exactType(query.columns().names().get(0))
            : Optional.empty();
    boolean asDouble =
        expressions.queries().settings().ansi()
            && own.isPresent()
            && column.isPresent()
            && CommonTypes.of(own.get(), column.get())
                .filter(PrimitiveType.DOUBLE::equals)
                .isPresent()
            && CommonTypes.differFromDuckDb(List.of(own.get(), column.get()), PrimitiveType.DOUBLE);
    return asDouble
        ? "CAST(" + expressions.translate(subject) + " AS DOUBLE)"
        : expressions.operand(subject);
  }

  private String column(int index) {
    return Text.quoted(ROWS + index);
  }

  private static Optional<TypeFamily> family(TranslatedQuery query, int index) {
    return query.columns().known()
        ? query.columns().family(query.columns().names().get(index))
        : Optional.empty();
  }

  /** Whether one side is known to be a text, and the other to be something else. */
  private boolean mayNeedCast(ParserRuleContext value, Optional<TypeFamily> column) {
    expressions.noteUnlessKnown(value);
    Optional<TypeFamily> family = expressions.family(value);
    return family.isPresent()
        && column.isPresent()
        && !family.equals(column)
        && (family.get() == TypeFamily.TEXT || column.get() == TypeFamily.TEXT);
  }

  private String equals(ParserRuleContext value, int index, Optional<TypeFamily> column) {
    String left = expressions.operand(value);
    String right = Text.quoted(ROWS) + "." + column(index);
    expressions.noteUnlessKnown(value);
    Optional<TypeFamily> family = expressions.family(value);
    if (family.isPresent() && family.equals(column)) {
      return left + " = " + right;
    }
    String macro = expressions.queries().settings().name("spark_compared");
    return "%s(%s, %s) = %s(%s, %s)".formatted(macro, left, right, macro, right, left);
  }
}
