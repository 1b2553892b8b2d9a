package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.ArithmeticContext;
import io.tweetlake.sql.grammar.PipelineParser.CaseExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.CastContext;
import io.tweetlake.sql.grammar.PipelineParser.CastOperatorContext;
import io.tweetlake.sql.grammar.PipelineParser.DataTypeContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.IntervalContext;
import io.tweetlake.sql.grammar.PipelineParser.IntervalPartContext;
import io.tweetlake.sql.grammar.PipelineParser.ParenthesizedExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.UnaryContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.antlr.v4.runtime.tree.ParseTree;

/** What an interval counts, which says whether a date with it is a date or a timestamp. */
enum IntervalKind {
  /** Spark's year-month intervals. */
  MONTHS,
  /** Whole days as they are written out; computed ones are {@link #TIME}. */
  DAYS,
  /** Spark's day-time intervals. */
  TIME;

  private static final Set<String> MONTH_UNITS =
      Set.of("month", "months", "quarter", "quarters", "year", "years");
  private static final Set<String> DAY_UNITS = Set.of("day", "days", "week", "weeks");
  private static final Set<String> CHOICES =
      Set.of("coalesce", "if", "iff", "ifnull", "nvl", "greatest", "least");

  /** What makes intervals; those of all units are added to dates as days are. */
  private static final Map<String, IntervalKind> MAKERS =
      Map.of(
          "make_interval", DAYS,
          "try_make_interval", DAYS,
          "make_dt_interval", TIME,
          "make_ym_interval", MONTHS);

  /** Empty where an expression is no interval, or one whose kind cannot be seen. */
  static Optional<IntervalKind> of(ParseTree expression) {
    if (expression instanceof IntervalContext interval) {
      return ofParts(interval);
    }
    if (expression instanceof ParenthesizedExpressionContext parenthesized) {
      return of(parenthesized.expression());
    }
    if (expression instanceof UnaryContext unary) {
      return of(unary.valueExpression());
    }
    if (expression instanceof ArithmeticContext arithmetic) {
      return ofArithmetic(arithmetic);
    }
    if (expression instanceof CaseExpressionContext choice) {
      List<ParseTree> values = new ArrayList<>(choice.then);
      Optional.ofNullable(choice.otherwise).ifPresent(values::add);
      return common(values.stream().map(IntervalKind::of));
    }
    if (expression instanceof CastContext cast) {
      return ofType(cast.dataType());
    }
    if (expression instanceof CastOperatorContext cast) {
      return ofType(cast.dataType());
    }
    if (expression instanceof FunctionCallContext call
        && MAKERS.containsKey(FunctionCalls.name(call))) {
      return Optional.of(MAKERS.get(FunctionCalls.name(call)));
    }
    if (expression instanceof FunctionCallContext call) {
      return CHOICES.contains(FunctionCalls.name(call))
          ? common(FunctionCalls.arguments(call).stream().map(IntervalKind::of))
          : Optional.empty();
    }
    return expression.getChildCount() == 1 ? of(expression.getChild(0)) : Optional.empty();
  }

  /** Whether it has units that Spark does not put into one interval, months and days. */
  static boolean mixes(IntervalContext interval) {
    Set<IntervalKind> kinds = kinds(interval);
    return kinds.contains(MONTHS) && kinds.size() > 1;
  }

  private static Optional<IntervalKind> ofParts(IntervalContext interval) {
    return common(kinds(interval).stream().map(Optional::of));
  }

  private static Set<IntervalKind> kinds(IntervalContext interval) {
    Set<IntervalKind> kinds = EnumSet.noneOf(IntervalKind.class);
    for (IntervalPartContext part : interval.intervalPart()) {
      if (part.unit != null) {
        kinds.add(ofUnit(part.unit.getText()));
        Optional.ofNullable(part.to).ifPresent(last -> kinds.add(ofUnit(last.getText())));
      } else {
        Arrays.stream(Text.value(part.value).split("[^A-Za-z]+"))
            .filter(word -> !word.isEmpty() && !word.equalsIgnoreCase("interval"))
            .map(IntervalKind::ofUnit)
            .forEach(kinds::add);
      }
    }
    return kinds;
  }

  private static Optional<IntervalKind> ofType(DataTypeContext type) {
    if (type.INTERVAL() == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(type.to == null ? type.unit : type.to)
        .map(unit -> ofUnit(unit.getText()))
        .or(() -> Optional.of(DAYS));
  }

  private static IntervalKind ofUnit(String unit) {
    String name = Text.lower(unit);
    return MONTH_UNITS.contains(name) ? MONTHS : DAY_UNITS.contains(name) ? DAYS : TIME;
  }

  private static Optional<IntervalKind> ofArithmetic(ArithmeticContext arithmetic) {
    Optional<IntervalKind> left = of(arithmetic.left);
    Optional<IntervalKind> right = of(arithmetic.right);
    return switch (arithmetic.operator.getText()) {
      case "*" -> left.isPresent() ? left.map(IntervalKind::times) : right.map(IntervalKind::times);
      case "/" -> right.isEmpty() ? left.map(IntervalKind::times) : Optional.empty();
      case "+", "-" ->
          left.isPresent() && right.isPresent() ? common(Stream.of(left, right)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private IntervalKind times() {
    return this == DAYS ? TIME : this;
  }

  private static Optional<IntervalKind> common(Stream<Optional<IntervalKind>> kinds) {
    List<IntervalKind> all = kinds.flatMap(Optional::stream).distinct().toList();
    if (all.size() > 1) {
      return all.contains(MONTHS) ? Optional.empty() : Optional.of(TIME);
    }
    return all.stream().findFirst();
  }
}
