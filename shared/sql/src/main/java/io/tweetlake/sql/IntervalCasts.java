package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ArithmeticContext;
import io.tweetlake.sql.grammar.PipelineParser.CastContext;
import io.tweetlake.sql.grammar.PipelineParser.CastOperatorContext;
import io.tweetlake.sql.grammar.PipelineParser.DataTypeContext;
import io.tweetlake.sql.grammar.PipelineParser.IdentifierContext;
import io.tweetlake.sql.grammar.PipelineParser.IntervalContext;
import io.tweetlake.sql.grammar.PipelineParser.IntervalPartContext;
import io.tweetlake.sql.grammar.PipelineParser.ParenthesizedExpressionContext;
import io.tweetlake.types.DataType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/** Casts to intervals, and of intervals to whole numbers of their last unit. */
final class IntervalCasts {
  private static final Set<String> WHOLE_NUMBERS =
      Set.of("TINYINT", "BYTE", "SMALLINT", "SHORT", "INT", "INTEGER", "BIGINT", "LONG");

  private static final long SECOND_MICROS = 1_000_000;

  private static final Map<String, Long> MICROS =
      Map.of(
          "day", 86_400 * SECOND_MICROS,
          "hour", 3_600 * SECOND_MICROS,
          "minute", 60 * SECOND_MICROS,
          "second", SECOND_MICROS);

  private final ExpressionTranslator expressions;
  private final ParserRuleContext value;
  private final DataTypeContext type;

  IntervalCasts(ExpressionTranslator expressions, ParserRuleContext value, DataTypeContext type) {
    this.expressions = requireNonNull(expressions, "expressions is null");
    this.value = requireNonNull(value, "value is null");
    this.type = requireNonNull(type, "type is null");
  }

  /** The cast, where an interval is on one of its sides. */
  Optional<String> translate() {
    if (type.INTERVAL() != null) {
      return Optional.of(toInterval());
    }
    String name = type.getText().toUpperCase(Locale.ROOT);
    return WHOLE_NUMBERS.contains(name)
        ? wholeNumber().map(number -> "CAST(" + number + " AS " + duckdb() + ")")
        : Optional.empty();
  }

  private String duckdb() {
    return Casts.duckdb(DataType.parse(type.getText()));
  }

  private String toInterval() {
    if (type.unit == null) {
      return "CAST(regexp_replace("
          + expressions.text(value)
          + ", '(?i)^\\s*interval\\s+', '') AS INTERVAL)";
    }
    if (type.to == null) {
      String unit = singular(type.unit);
      return unit.equals("second")
          ? "spark_seconds_interval(" + expressions.translate(value) + ")"
          : "to_"
              + unit
              + "s(CAST(spark_integer("
              + expressions.translate(value)
              + ") AS INTEGER))";
    }
    Optional<String> read =
        Literals.text(value)
            .flatMap(
                text -> new IntervalText(type.unit.getText(), type.to.getText()).read(text, false));
    return read.map(text -> "INTERVAL " + Text.literal(text))
        .orElseGet(
            () ->
                expressions.problem(
                    value,
                    "Cannot cast this to "
                        + expressions.queries().source().written(type)
                        + ": write a text such as '1 02:03:04', or use make_dt_interval or"
                        + " make_ym_interval"));
  }

  /** How many of its last unit an interval has. */
  private Optional<String> wholeNumber() {
    ParseTree core = core(value);
    if (core instanceof ArithmeticContext difference
        && difference.operator.getText().equals("-")
        && IntervalKind.of(difference.right).isEmpty()) {
      expressions.noteUnlessKnown(difference.left);
      expressions.noteUnlessKnown(difference.right);
      return isTime(difference.left) || isTime(difference.right)
          ? Optional.of(expressions.call("spark_elapsed", difference.left, difference.right))
          : Optional.empty();
    }
    return last(core)
        .map(
            unit ->
                MICROS.containsKey(unit)
                    ? "(epoch_us(" + expressions.translate(value) + ") // " + MICROS.get(unit) + ")"
                    : "(spark_interval_months("
                        + expressions.translate(value)
                        + ") // "
                        + (unit.equals("year") ? 12 : 1)
                        + ")");
  }

  private boolean isTime(ParserRuleContext operand) {
    return expressions.family(operand).filter(TypeFamily.TIME::equals).isPresent();
  }

  /** The unit without a plural's s. */
  private static String singular(IdentifierContext unit) {
    return Text.lower(unit.getText()).replaceFirst("s$", "");
  }

  /** The shortest unit of an interval that is written out, or cast to; weeks are days. */
  private static Optional<String> last(ParseTree core) {
    if (core instanceof IntervalContext interval) {
      List<IntervalPartContext> parts = interval.intervalPart();
      IntervalPartContext last = parts.get(parts.size() - 1);
      return Optional.ofNullable(last.to == null ? last.unit : last.to)
          .map(IntervalCasts::singular)
          .map(unit -> unit.equals("week") ? "day" : unit);
    }
    Optional<DataTypeContext> type =
        core instanceof CastContext cast
            ? Optional.of(cast.dataType())
            : core instanceof CastOperatorContext cast
                ? Optional.of(cast.dataType())
                : Optional.empty();
    return type.filter(to -> to.unit != null).map(to -> singular(to.to == null ? to.unit : to.to));
  }

  /** The expression within parentheses. */
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
}
