package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;

/** One of several values, which Spark makes of one type: a text beside something else is read. */
final class Choices {
  private static final Set<TypeFamily> APART =
      Set.of(TypeFamily.BOOLEAN, TypeFamily.NUMBER, TypeFamily.TIME);

  private static final Set<TypeFamily> NESTED =
      Set.of(TypeFamily.ARRAY, TypeFamily.MAP, TypeFamily.STRUCT);

  private static final Set<TypeFamily> STRICT =
      Set.of(
          TypeFamily.ARRAY,
          TypeFamily.BOOLEAN,
          TypeFamily.MAP,
          TypeFamily.NUMBER,
          TypeFamily.STRUCT,
          TypeFamily.TIME);

  private Choices() {}

  /**
   * DuckDB's text of values of which one is chosen; those that cannot be of one type are refused.
   */
  static List<String> translate(
      ExpressionTranslator expressions, List<? extends ExpressionContext> values) {
    if (refuseApart(expressions, values, "choose between")) {
      return values.stream().map(expressions::translate).toList();
    }
    Optional<ExpressionContext> standard =
        values.stream()
            .<ExpressionContext>map(value -> value)
            .filter(value -> expressions.family(value).filter(APART::contains).isPresent())
            .findFirst();
    values.forEach(expressions::noteUnlessKnown);
    Optional<List<String>> typed = ofCommonType(expressions, values);
    if (typed.isPresent()) {
      return typed.get();
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

  /** Whether values of kinds that Spark does not convert into each other were told. */
  static boolean refuseApart(
      ExpressionTranslator expressions, List<? extends ExpressionContext> values, String verb) {
    if (refuseOtherFields(expressions, values, verb)) {
      return true;
    }
    Optional<TypeFamily> before = Optional.empty();
    for (ExpressionContext value : values) {
      Optional<TypeFamily> family = expressions.family(value).filter(STRICT::contains);
      Optional<TypeFamily> text = expressions.family(value).filter(kind -> kind == TypeFamily.TEXT);
      boolean besideNested = text.isPresent() && before.filter(NESTED::contains).isPresent();
      if (besideNested || (family.isPresent() && before.isPresent() && !family.equals(before))) {
        expressions.problem(
            value,
            "Cannot "
                + verb
                + " "
                + before.get().phrase()
                + " and "
                + family.or(() -> text).get().phrase());
        return true;
      }
      before = before.or(() -> family);
    }
    return false;
  }

  /** Spark takes structs for one type where their fields have the same names. */
  private static boolean refuseOtherFields(
      ExpressionTranslator expressions, List<? extends ExpressionContext> values, String verb) {
    Optional<List<String>> before = Optional.empty();
    for (ExpressionContext value : values) {
      Optional<List<String>> names = StructComparison.names(expressions, value);
      if (names.isPresent() && before.isPresent() && !names.equals(before)) {
        expressions.problem(
            value,
            "Cannot "
                + verb
                + " structs of other fields: one has "
                + String.join(", ", before.get())
                + ", the other "
                + String.join(", ", names.get()));
        return true;
      }
      before = before.or(() -> names);
    }
    return false;
  }

  /** Numbers as the type that Spark makes of them, where DuckDB would make another. */
  private static Optional<List<String>> ofCommonType(
      ExpressionTranslator expressions, List<? extends ExpressionContext> values) {
    Optional<DataType> common =
        expressions.queries().settings().ansi()
            ? expressions.exactType(values).filter(NumberTypes::isNumber)
            : Optional.empty();
    List<DataType> types =
        values.stream().flatMap(value -> expressions.exactType(value).stream()).distinct().toList();
    if (common.isEmpty() || types.size() == 1) {
      return Optional.empty();
    }
    List<String> cast = new ArrayList<>();
    for (ExpressionContext value : values) {
      Optional<DataType> own = expressions.exactType(value);
      String sql = expressions.translate(value);
      if (Literals.isNull(value) || own.equals(common)) {
        cast.add(sql);
      } else if (own.filter(NumberTypes::isNumber).isPresent()) {
        cast.add("CAST(" + sql + " AS " + Casts.duckdb(common.get()) + ")");
      } else {
        cast.add(Casts.cast(sql, common.get().ddl(), false));
      }
    }
    return Optional.of(cast);
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
    values.forEach(call.translator()::noteUnlessKnown);
    refuseApart(call.translator(), values, "compare");
    Optional<List<String>> typed = ofCommonType(call.translator(), values);
    if (typed.isPresent()) {
      return call.name() + "(" + String.join(", ", typed.get()) + ")";
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
