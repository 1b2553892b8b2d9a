package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;

/** One of several values, which Spark makes of one type: a text beside something else is read. */
final class Choices {
  private static final Set<TypeFamily> APART =
      Set.of(TypeFamily.BOOLEAN, TypeFamily.NUMBER, TypeFamily.TIME);

  private Choices() {}

  /**
   * DuckDB's text of values of which one is chosen; those that cannot be of one type are refused.
   */
  static List<String> translate(
      ExpressionTranslator expressions, List<? extends ExpressionContext> values) {
    Optional<ExpressionContext> standard = Optional.empty();
    for (ExpressionContext value : values) {
      Optional<TypeFamily> family = expressions.family(value).filter(APART::contains);
      Optional<TypeFamily> before = standard.flatMap(expressions::family);
      if (family.isPresent() && before.isPresent() && !family.equals(before)) {
        expressions.problem(
            value,
            "Cannot choose between " + before.get().phrase() + " and " + family.get().phrase());
        return values.stream().map(expressions::translate).toList();
      }
      if (family.isPresent() && standard.isEmpty()) {
        standard = Optional.of(value);
      }
    }
    List<String> translated = new ArrayList<>();
    for (ExpressionContext value : values) {
      Optional<ExpressionContext> other =
          standard.or(() -> unknownBeside(expressions, value, values));
      translated.add(
          other.isPresent() && other.get() != value
              ? expressions.readBeside(value, other.get())
              : expressions.translate(value));
    }
    return translated;
  }

  /** Where nothing is known, a column may be a text beside another that is none. */
  private static Optional<ExpressionContext> unknownBeside(
      ExpressionTranslator expressions,
      ParserRuleContext value,
      List<? extends ExpressionContext> values) {
    return values.stream()
        .filter(other -> other != value && expressions.family(other).isEmpty())
        .filter(other -> !Literals.isNull(other))
        .map(ExpressionContext.class::cast)
        .findFirst();
  }

  /** The same for {@code greatest} and {@code least}, which take no text beside a number. */
  static String ofOneType(Call call) {
    if (!call.takes(2, Integer.MAX_VALUE)) {
      return "NULL";
    }
    List<ExpressionContext> values = call.arguments();
    Optional<ExpressionContext> text =
        values.stream().filter(value -> is(call, value, true)).findFirst();
    Optional<ExpressionContext> other =
        values.stream().filter(value -> is(call, value, false)).findFirst();
    if (text.isPresent() && other.isPresent()) {
      return call.problem(
          text.get(),
          "Cannot take the " + call.name() + " of a text and of something else: cast one of them");
    }
    List<String> translated = new ArrayList<>();
    for (ExpressionContext value : values) {
      boolean unknown =
          text.isPresent() && call.translator().family(value).isEmpty() && !Literals.isNull(value);
      String sql = call.translator().translate(value);
      translated.add(unknown ? "spark_only_text(" + sql + ")" : sql);
    }
    return call.name() + "(" + String.join(", ", translated) + ")";
  }

  private static boolean is(Call call, ExpressionContext value, boolean text) {
    return call.translator()
        .family(value)
        .filter(family -> (family == TypeFamily.TEXT) == text)
        .isPresent();
  }
}
