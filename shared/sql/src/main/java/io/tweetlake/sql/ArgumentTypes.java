package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.StructType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;

/** Refuses arguments that Spark refuses and DuckDB would convert. */
final class ArgumentTypes {
  private static final Set<TypeFamily> NESTED =
      Set.of(TypeFamily.ARRAY, TypeFamily.MAP, TypeFamily.STRUCT);

  private static final Set<TypeFamily> NO_NUMBERS =
      Set.of(
          TypeFamily.ARRAY,
          TypeFamily.BINARY,
          TypeFamily.BOOLEAN,
          TypeFamily.MAP,
          TypeFamily.STRUCT,
          TypeFamily.TIME);

  private ArgumentTypes() {}

  static void check(Call call, SparkFunction function) {
    if (call.size() == 0) {
      return;
    }
    int last = call.size() - 1;
    switch (function.takes()) {
      case ANY -> {}
      case ARRAYS -> compare(call, element(call, 0), element(call, last), last);
      case BINARY -> {
        call.translator().noteUnlessKnown(call.argument(0));
        require(
            call,
            call.arguments().subList(0, 1),
            EnumSet.complementOf(EnumSet.of(TypeFamily.BINARY, TypeFamily.TEXT)),
            "a text or BINARY: cast it to STRING");
      }
      case BYTES, TEXTS, WRITTEN -> requireTexts(call, call.arguments());
      case DAYS -> {
        if (call.size() == 2) {
          requireWhole(call, call.argument(1));
        }
      }
      case ELEMENT -> compare(call, element(call, 0), type(call, last), last);
      case ELEMENTS -> requireElements(call.translator(), call.argument(0), call.name());
      case NUMBER -> requireNumbers(call, call.arguments().subList(0, 1));
      case NUMBERS -> requireNumbers(call, call.arguments());
      case ORDERED ->
          require(call, call.arguments(), Set.of(TypeFamily.MAP), "what can be ordered");
      case TIME -> requireTime(call.translator(), call.argument(0), call.name());
      case UNIT_TIME -> {
        if (call.size() == 2) {
          requireTime(call.translator(), call.argument(1), call.name());
        }
      }
    }
  }

  /** Refuses what no date is, which DuckDB would take for seconds from the epoch. */
  static void requireTime(
      ExpressionTranslator expressions, ParserRuleContext argument, String function) {
    require(
        expressions,
        argument,
        Set.of(TypeFamily.BOOLEAN, TypeFamily.NUMBER),
        function,
        "a date or timestamp: use timestamp_seconds or timestamp_millis");
  }

  private static void requireWhole(Call call, ExpressionContext argument) {
    call.translator().noteUnlessKnown(argument);
    call.translator()
        .exactType(argument)
        .filter(type -> NumberTypes.isNumber(type) && !NumberTypes.isWhole(type))
        .ifPresent(
            type ->
                call.problem(
                    argument,
                    "Cannot use "
                        + type.ddl()
                        + " in "
                        + call.name()
                        + ": it takes a whole number of days; cast it to INT"));
  }

  /** Refuses what has no elements. */
  static void requireElements(
      ExpressionTranslator expressions, ParserRuleContext argument, String function) {
    require(
        expressions,
        argument,
        Set.of(TypeFamily.BOOLEAN, TypeFamily.NUMBER, TypeFamily.TEXT, TypeFamily.TIME),
        function,
        "an array or a map");
  }

  private static void require(
      ExpressionTranslator expressions,
      ParserRuleContext argument,
      Set<TypeFamily> refused,
      String function,
      String expected) {
    expressions.noteUnlessKnown(argument);
    expressions
        .family(argument)
        .filter(refused::contains)
        .ifPresent(
            family ->
                expressions.problem(
                    argument,
                    "Cannot use "
                        + family.phrase()
                        + " in "
                        + function
                        + ": it takes "
                        + expected));
  }

  /** Refuses what no text is made of without being asked. */
  static void requireTexts(Call call, List<ExpressionContext> arguments) {
    if (call.name().contains("json")) {
      // DuckDB makes JSON of structs, where other functions of texts fail
      arguments.forEach(call.translator()::noteUnlessKnown);
    }
    require(call, arguments, NESTED, "a text: name a field or an element, or use to_json");
  }

  /** Refuses what no number is read from. */
  private static void requireNumbers(Call call, List<ExpressionContext> arguments) {
    arguments.forEach(call.translator()::noteUnlessKnown);
    require(call, arguments, NO_NUMBERS, "a number");
  }

  private static void require(
      Call call, List<ExpressionContext> arguments, Set<TypeFamily> refused, String expected) {
    for (ExpressionContext argument : arguments) {
      Optional<TypeFamily> family = call.translator().family(argument).filter(refused::contains);
      if (family.isPresent()) {
        call.problem(
            argument,
            "Cannot use "
                + family.get().phrase()
                + " in "
                + call.name()
                + ": it takes "
                + expected);
      }
    }
  }

  private static Optional<DataType> type(Call call, int index) {
    ExpressionContext argument = call.argument(index);
    return Literals.isNull(argument)
        ? Optional.empty()
        : call.translator().exactType(argument).or(() -> call.type(index));
  }

  private static Optional<DataType> element(Call call, int index) {
    return type(call, index).flatMap(NestedTypes::element);
  }

  private static void compare(
      Call call, Optional<DataType> first, Optional<DataType> second, int where) {
    if (first.isEmpty() || second.isEmpty()) {
      call.arguments().forEach(call.translator()::noteUnlessKnown);
      return;
    }
    TypeFamily one = TypeFamily.of(first.get());
    TypeFamily other = TypeFamily.of(second.get());
    boolean decimals =
        !call.name().equals("array_contains")
            && isExact(call, 0)
            && isExact(call, where)
            && first.get() instanceof DecimalType != second.get() instanceof DecimalType;
    boolean otherFields =
        first.get() instanceof StructType a
            && second.get() instanceof StructType b
            && !StructComparison.names(a).equals(StructComparison.names(b));
    if (otherFields) {
      call.problem(
          call.argument(where),
          "Cannot use structs of other fields in " + call.name() + ": cast one of them");
    } else if (one != other) {
      call.problem(
          call.argument(where),
          "Cannot use "
              + other.phrase()
              + " with an array of which each element is "
              + one.phrase()
              + " in "
              + call.name()
              + ": cast one of them");
    } else if (one == TypeFamily.NUMBER && decimals) {
      call.problem(
          call.argument(where),
          "Cannot use "
              + second.get().ddl()
              + " with an array of "
              + first.get().ddl()
              + " in "
              + call.name()
              + ": cast one of them");
    }
  }

  private static boolean isExact(Call call, int index) {
    return call.translator().exactType(call.argument(index)).isPresent();
  }
}
