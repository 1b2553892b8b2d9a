package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.AndExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.BetweenContext;
import io.tweetlake.sql.grammar.PipelineParser.ComparisonContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.InListContext;
import io.tweetlake.sql.grammar.PipelineParser.InQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.IsDistinctContext;
import io.tweetlake.sql.grammar.PipelineParser.IsNullContext;
import io.tweetlake.sql.grammar.PipelineParser.IsTruthContext;
import io.tweetlake.sql.grammar.PipelineParser.LikeContext;
import io.tweetlake.sql.grammar.PipelineParser.LikeQuantifiedContext;
import io.tweetlake.sql.grammar.PipelineParser.NotExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.OrExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ParenthesizedExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.PredicatedContext;
import io.tweetlake.sql.grammar.PipelineParser.RlikeContext;
import io.tweetlake.sql.grammar.PipelineParserBaseVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * Conditions: comparisons, predicates and what joins them. A side that is a text and nothing else
 * makes the other side a text too.
 */
final class PredicateTranslator extends PipelineParserBaseVisitor<String> {
  private final ExpressionTranslator expressions;

  PredicateTranslator(ExpressionTranslator expressions) {
    this.expressions = requireNonNull(expressions, "expressions is null");
  }

  private void requireBoolean(ParserRuleContext expression) {
    expressions.noteUnlessKnown(expression);
    Optional<TypeFamily> family = expressions.family(expression);
    if (family.isPresent() && family.get() != TypeFamily.BOOLEAN) {
      expressions.problem(
          expression,
          "Cannot use "
              + expressions.queries().source().written(expression)
              + " as a condition: it is "
              + family.get().phrase());
    }
  }

  /** Refuses what Spark cannot convert, such as an array compared with a number. */
  void requireComparable(ParserRuleContext left, ParserRuleContext right) {
    Optional<TypeFamily> first = expressions.family(left);
    Optional<TypeFamily> second = expressions.family(right);
    if (first.or(() -> second).filter(TypeFamily.MAP::equals).isPresent()) {
      expressions.problem(right, "Cannot compare maps: compare map_entries(m) instead");
      return;
    }
    if (first.isEmpty() || second.isEmpty()) {
      return;
    }
    if (first.equals(second)) {
      requireComparableElements(left, right);
      return;
    }
    boolean text = first.get() == TypeFamily.TEXT || second.get() == TypeFamily.TEXT;
    Set<TypeFamily> nested = Set.of(TypeFamily.ARRAY, TypeFamily.MAP, TypeFamily.STRUCT);
    if (!text || nested.contains(first.get()) || nested.contains(second.get())) {
      expressions.problem(
          right, "Cannot compare " + first.get().phrase() + " with " + second.get().phrase());
    }
  }

  private void requireComparableElements(ParserRuleContext left, ParserRuleContext right) {
    Optional<TypeFamily> first =
        expressions.exactType(left).flatMap(NestedTypes::element).map(TypeFamily::of);
    Optional<TypeFamily> second =
        expressions.exactType(right).flatMap(NestedTypes::element).map(TypeFamily::of);
    if (first.isPresent() && second.isPresent() && !first.equals(second)) {
      expressions.problem(
          right,
          "Cannot compare arrays whose elements are "
              + first.get().phrase()
              + " and "
              + second.get().phrase()
              + ": cast one of them");
    }
  }

  @Override
  public String visitNotExpression(NotExpressionContext context) {
    requireBoolean(context.booleanExpression());
    Optional<InQueryContext> membership = membership(context.booleanExpression());
    if (membership.isPresent()) {
      InQueryContext in = membership.get();
      return new SubqueryMembership(expressions, subject(in), in).translate(in.NOT() == null);
    }
    return "NOT " + expressions.operand(context.booleanExpression());
  }

  /** A test in parentheses, which NOT before them turns round as it does within them. */
  private static Optional<InQueryContext> membership(ParseTree condition) {
    ParseTree tree = condition;
    while (tree.getChildCount() == 1 || tree instanceof ParenthesizedExpressionContext) {
      tree = tree.getChild(tree.getChildCount() == 1 ? 0 : 1);
    }
    return tree instanceof PredicatedContext predicated
            && predicated.predicate() instanceof InQueryContext in
        ? Optional.of(in)
        : Optional.empty();
  }

  @Override
  public String visitAndExpression(AndExpressionContext context) {
    requireBoolean(context.left);
    requireBoolean(context.right);
    return logicOperand(context.left) + " AND " + logicOperand(context.right);
  }

  @Override
  public String visitOrExpression(OrExpressionContext context) {
    requireBoolean(context.left);
    requireBoolean(context.right);
    return expressions.translate(context.left) + " OR " + expressions.translate(context.right);
  }

  private String logicOperand(ParserRuleContext context) {
    String sql = expressions.translate(context);
    return context instanceof OrExpressionContext ? "(" + sql + ")" : sql;
  }

  @Override
  public String visitPredicated(PredicatedContext context) {
    if (context.predicate() == null) {
      return expressions.translate(context.valueExpression());
    }
    return expressions.translate(context.predicate());
  }

  private static ParserRuleContext subject(ParserRuleContext predicate) {
    return ((PredicatedContext) predicate.getParent()).valueExpression();
  }

  @Override
  public String visitBetween(BetweenContext context) {
    ParserRuleContext subject = subject(context);
    boolean texts = expressions.asTexts(List.of(subject, context.lower, context.upper));
    return expressions.comparable(subject, texts, context.lower)
        + not(context.NOT())
        + " BETWEEN "
        + expressions.comparable(context.lower, texts, subject)
        + " AND "
        + expressions.comparable(context.upper, texts, subject);
  }

  @Override
  public String visitInList(InListContext context) {
    ParserRuleContext subject = subject(context);
    List<ParserRuleContext> sides = new ArrayList<>(context.expression());
    sides.add(0, subject);
    boolean texts = expressions.asTexts(sides);
    refuseNumberBesideText(context.expression());
    context.expression().forEach(value -> requireComparable(subject, value));
    return expressions.comparable(subject, texts, context.expression(0))
        + not(context.NOT())
        + " IN ("
        + context.expression().stream()
            .map(value -> expressions.comparable(value, texts, subject))
            .collect(Collectors.joining(", "))
        + ")";
  }

  /** Spark reads all texts of a list as numbers where one is a number. */
  private void refuseNumberBesideText(List<ExpressionContext> values) {
    boolean number =
        values.stream()
            .anyMatch(
                value -> expressions.family(value).filter(TypeFamily.NUMBER::equals).isPresent());
    values.stream()
        .filter(value -> number && Literals.isOnlyText(value))
        .forEach(
            value ->
                expressions.problem(
                    value,
                    "Cannot look for "
                        + expressions.queries().source().written(value)
                        + " among numbers: write the numbers as texts too"));
  }

  @Override
  public String visitInQuery(InQueryContext context) {
    return new SubqueryMembership(expressions, subject(context), context)
        .translate(context.NOT() != null);
  }

  @Override
  public String visitLike(LikeContext context) {
    return text(subject(context))
        + not(context.NOT())
        + " "
        + context.operator.getText().toUpperCase(Locale.ROOT)
        + " "
        + likePattern(
            context.pattern,
            context.escape == null ? "\\" : Text.value(context.escape),
            context.escape != null);
  }

  @Override
  public String visitLikeQuantified(LikeQuantifiedContext context) {
    String subject = text(subject(context));
    String operator = context.operator.getText().toUpperCase(Locale.ROOT);
    boolean all = context.quantifier.getText().equalsIgnoreCase("all");
    String likes =
        context.expression().stream()
            .map(
                pattern ->
                    subject
                        + not(context.NOT())
                        + " "
                        + operator
                        + " "
                        + likePattern(pattern, "\\", false))
            .collect(Collectors.joining(all ? " AND " : " OR "));
    return "(" + likes + ")";
  }

  private String text(ParserRuleContext context) {
    String sql = expressions.text(context);
    return Precedence.standsForItself(sql) ? sql : "(" + sql + ")";
  }

  /** Spark's LIKE knows an escape character without being told. */
  private String likePattern(ParserRuleContext pattern, String escape, boolean explicit) {
    Optional<String> text = Literals.text(pattern);
    if (text.filter(like -> escapesNothing(like, escape)).isPresent()) {
      return expressions.problem(
          pattern,
          "Cannot read pattern "
              + expressions.queries().source().written(pattern)
              + ": "
              + escape
              + " must stand before %, _ or itself");
    }
    boolean plain = text.isPresent() && !text.get().contains(escape);
    expressions.noteUnlessKnown(pattern);
    return text(pattern) + (plain && !explicit ? "" : " ESCAPE " + Text.literal(escape));
  }

  private static boolean escapesNothing(String pattern, String escape) {
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.startsWith(escape, i)) {
        i++;
        if (i == pattern.length() || ("%_" + escape).indexOf(pattern.charAt(i)) < 0) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public String visitRlike(RlikeContext context) {
    return (context.NOT() == null ? "" : "NOT ")
        + RegexFunctions.matches(expressions, subject(context), context.pattern);
  }

  @Override
  public String visitIsNull(IsNullContext context) {
    return expressions.operand(subject(context)) + " IS" + not(context.NOT()) + " NULL";
  }

  @Override
  public String visitIsTruth(IsTruthContext context) {
    requireBoolean(subject(context));
    return expressions.operand(subject(context))
        + " IS"
        + not(context.NOT())
        + " "
        + context.truth.getText().toUpperCase(Locale.ROOT);
  }

  @Override
  public String visitIsDistinct(IsDistinctContext context) {
    boolean texts = expressions.asTexts(List.of(subject(context), context.right));
    return expressions.comparable(subject(context), texts, context.right)
        + " IS"
        + not(context.NOT())
        + " DISTINCT FROM "
        + expressions.comparable(context.right, texts, subject(context));
  }

  @Override
  public String visitComparison(ComparisonContext context) {
    boolean texts = expressions.asTexts(List.of(context.left, context.right));
    if (Literals.number(context.left).isEmpty()
        && Literals.number(context.right).isEmpty()
        && Literals.text(context.left).isEmpty()
        && Literals.text(context.right).isEmpty()) {
      expressions.noteUnlessKnown(context.left);
      expressions.noteUnlessKnown(context.right);
    }
    requireComparable(context.left, context.right);
    String operator =
        switch (context.operator.getText()) {
          case "==" -> "=";
          case "!=" -> "<>";
          case "<=>" -> "IS NOT DISTINCT FROM";
          default -> context.operator.getText();
        };
    return expressions.comparable(context.left, texts, context.right)
        + " "
        + operator
        + " "
        + expressions.comparable(context.right, texts, context.left);
  }

  private static String not(Object token) {
    return token == null ? "" : " NOT";
  }

  /** The same for what must be true or false. */
  String condition(ParserRuleContext expression) {
    requireBoolean(expression);
    return expressions.translate(expression);
  }
}
