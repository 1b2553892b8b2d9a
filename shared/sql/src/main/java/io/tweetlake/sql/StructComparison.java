package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.types.StructType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;

/** Structs compared by the places of their fields, as Spark does; DuckDB goes by their names. */
final class StructComparison {
  private StructComparison() {}

  /** A side without the names of its fields; nothing where both sides have the same ones. */
  static Optional<String> side(
      ExpressionTranslator expressions, ParserRuleContext side, ParserRuleContext other) {
    if (!isStruct(expressions, side) || !isStruct(expressions, other)) {
      return Optional.empty();
    }
    boolean rows =
        RowConstructors.fields(side).isPresent() || RowConstructors.fields(other).isPresent();
    Optional<List<String>> names = names(expressions, side);
    if (!rows && names.isPresent() && names.equals(names(expressions, other))) {
      return Optional.empty();
    }
    return Optional.of(inPlace(expressions, side));
  }

  private static boolean isStruct(ExpressionTranslator expressions, ParserRuleContext side) {
    return expressions.family(side).filter(TypeFamily.STRUCT::equals).isPresent();
  }

  /** The names of a struct's fields, in lower case, where they are known. */
  static Optional<List<String>> names(ExpressionTranslator expressions, ParserRuleContext side) {
    Optional<List<String>> typed = struct(expressions, side).map(StructComparison::names);
    if (typed.isEmpty() && isStruct(expressions, side)) {
      expressions.queries().sources().dependsOnKinds();
    }
    return typed.or(
        () ->
            Literals.call(side)
                .filter(call -> FunctionCalls.name(call).equals("struct"))
                .map(call -> NestedFunctions.fields(call, expressions.scope()))
                .map(fields -> fields.stream().map(field -> Text.lower(field.name())).toList()));
  }

  static List<String> names(StructType type) {
    return type.fieldNames().stream().map(Text::lower).toList();
  }

  private static Optional<StructType> struct(
      ExpressionTranslator expressions, ParserRuleContext side) {
    return expressions.type(side).filter(StructType.class::isInstance).map(StructType.class::cast);
  }

  private static String inPlace(ExpressionTranslator expressions, ParserRuleContext side) {
    Optional<List<ExpressionContext>> row = RowConstructors.fields(side);
    if (row.isPresent()) {
      return expressions.call("row", row.get().toArray(ParserRuleContext[]::new));
    }
    Optional<List<String>> names =
        struct(expressions, side).map(StructType::fieldNames).or(() -> names(expressions, side));
    if (names.isEmpty() && !expressions.queries().sources().typesAreFound()) {
      return expressions.operand(side);
    }
    if (names.isEmpty()) {
      return expressions.problem(
          side,
          "Cannot compare "
              + expressions.queries().source().written(side)
              + ": its fields are not known here; compare them one by one");
    }
    String struct = expressions.operand(side);
    return names.get().stream()
        .map(name -> "struct_extract(" + struct + ", " + Text.literal(name) + ")")
        .collect(
            Collectors.joining(", ", "CASE WHEN " + struct + " IS NOT NULL THEN row(", ") END"));
  }
}
