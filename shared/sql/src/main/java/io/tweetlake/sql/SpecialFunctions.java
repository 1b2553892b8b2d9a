package io.tweetlake.sql;

import io.tweetlake.sql.Call.Handler;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.types.PrimitiveType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.antlr.v4.runtime.Token;

/** Functions that take more than another name. */
final class SpecialFunctions {
  private static final Map<String, String> NILADIC =
      Map.of(
          "current_date", "today()",
          "current_timestamp", "now()",
          "localtimestamp", "localtimestamp",
          "current_timezone", "spark_current_timezone()");

  private static final Map<String, String> CAST_TYPES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("bigint", "BIGINT"),
              Map.entry("binary", "BINARY"),
              Map.entry("boolean", "BOOLEAN"),
              Map.entry("date", "DATE"),
              Map.entry("decimal", "DECIMAL"),
              Map.entry("double", "DOUBLE"),
              Map.entry("float", "FLOAT"),
              Map.entry("int", "INT"),
              Map.entry("smallint", "SMALLINT"),
              Map.entry("string", "STRING"),
              Map.entry("timestamp", "TIMESTAMP"),
              Map.entry("tinyint", "TINYINT")));

  /** Functions whose errors are NULL where ANSI mode is off, with their macros. */
  private static final Map<String, String> ANSI_MACROS =
      Map.of(
          "element_at", "spark_element_at",
          "next_day", "spark_next_day");

  private static final Map<String, Handler> HANDLERS = handlers();

  private SpecialFunctions() {}

  static Set<String> names() {
    return HANDLERS.keySet();
  }

  /**
   * @param name of a function that the table leaves to a class
   */
  static String translate(
      ExpressionTranslator translator, FunctionCallContext context, String name) {
    return HANDLERS.get(name).translate(new Call(translator, context, name));
  }

  static boolean isNiladic(List<String> path) {
    return path.size() == 1 && NILADIC.containsKey(Text.lower(path.get(0)));
  }

  static String niladic(String name) {
    return NILADIC.get(Text.lower(name));
  }

  private static Map<String, Handler> handlers() {
    Map<String, Handler> handlers = new HashMap<>();
    handlers.putAll(AggregateFunctions.HANDLERS);
    handlers.putAll(DateFunctions.HANDLERS);
    handlers.putAll(IntervalFunctions.HANDLERS);
    handlers.putAll(NestedFunctions.HANDLERS);
    handlers.putAll(RegexFunctions.HANDLERS);
    handlers.putAll(Rounding.HANDLERS);
    handlers.putAll(VariantFunctions.HANDLERS);
    CAST_TYPES.forEach((name, type) -> handlers.put(name, call -> cast(call, type)));
    ANSI_MACROS.forEach(
        (name, macro) ->
            handlers.put(name, call -> call.takes(2, 2) ? call.call(call.macro(macro)) : "NULL"));
    for (String name : List.of("size", "cardinality")) {
      handlers.put(name, call -> call.takes(1, 1) ? call.call(call.macro("spark_size")) : "NULL");
    }
    handlers.put("conv", call -> call.takes(3, 3) ? call.call(call.macro("spark_conv")) : "NULL");
    handlers.put("hash", call -> NestedFunctions.hash(call, "spark_hash"));
    handlers.put("xxhash64", call -> NestedFunctions.hash(call, "spark_xxhash64"));
    handlers.put("try_add", call -> ArithmeticTranslator.tryShift(call, "+", "spark_try_add"));
    handlers.put(
        "try_subtract", call -> ArithmeticTranslator.tryShift(call, "-", "spark_try_subtract"));
    handlers.put(
        "try_mod", call -> ArithmeticTranslator.ofOperator(call, "%", "spark_try_remainder"));
    handlers.put(
        "try_multiply", call -> ArithmeticTranslator.tried(call, "*", "spark_try_multiply"));
    handlers.put("like", call -> like(call, "LIKE"));
    handlers.put("ilike", call -> like(call, "ILIKE"));
    handlers.put("to_number", call -> toNumber(call, "spark_number_text"));
    handlers.put("try_to_number", call -> toNumber(call, "spark_try_number_text"));
    handlers.put("to_char", SpecialFunctions::toChar);
    handlers.put("to_varchar", SpecialFunctions::toChar);
    handlers.put("div", call -> ofNumbers(call, call.macro("spark_div")));
    handlers.put(
        "mod", call -> ArithmeticTranslator.ofOperator(call, "%", call.macro("spark_remainder")));
    handlers.put(
        "pmod", call -> ArithmeticTranslator.ofOperator(call, "%", call.macro("spark_pmod")));
    handlers.put("grouping", Grouping::grouping);
    handlers.put("grouping_id", Grouping::groupingId);
    handlers.put("greatest", Choices::ofOneType);
    handlers.put("least", Choices::ofOneType);
    handlers.put("coalesce", call -> coalesce(call, 1, Integer.MAX_VALUE));
    handlers.put("ifnull", call -> coalesce(call, 2, 2));
    handlers.put("nvl", call -> coalesce(call, 2, 2));
    handlers.put("nanvl", SpecialFunctions::otherThanNan);
    handlers.put("nullif", SpecialFunctions::nullIf);
    handlers.put("array", SpecialFunctions::array);
    handlers.put("nvl2", SpecialFunctions::secondIfPresent);
    handlers.put("try_divide", SpecialFunctions::tryDivide);
    handlers.put("format_string", FormatString::translate);
    handlers.put("printf", FormatString::translate);
    handlers.put("ai_query", SpecialFunctions::aiQuery);
    handlers.put("concat", SpecialFunctions::concat);
    handlers.put("decode", SpecialFunctions::decode);
    handlers.put("concat_ws", SpecialFunctions::concatWithSeparator);
    handlers.put("elt", SpecialFunctions::elt);
    handlers.put("reverse", SpecialFunctions::reverse);
    handlers.put("if", SpecialFunctions::condition);
    handlers.put("iff", SpecialFunctions::condition);
    handlers.put("input_file_name", SpecialFunctions::inputFileName);
    return handlers;
  }

  private static String like(Call call, String operator) {
    if (!call.takes(2, 3)) {
      return "NULL";
    }
    String escape = call.size() == 3 ? call.value(2) : Text.literal("\\");
    return "((%s) %s (%s) ESCAPE %s)".formatted(call.textOf(0), operator, call.value(1), escape);
  }

  private static String toNumber(Call call, String macro) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    Optional<String> written = call.text(1);
    if (written.isEmpty()) {
      return call.problem(
          call.argument(1), "The pattern of " + call.name() + " must be a text in quotes");
    }
    try {
      NumberPattern pattern = NumberPattern.parse(written.get());
      return "CAST("
          + macro
          + "("
          + call.textOf(0)
          + ", "
          + Text.literal(pattern.regex())
          + ", "
          + Text.literal(written.get())
          + ") AS "
          + pattern.type()
          + ")";
    } catch (IllegalArgumentException e) {
      return call.problem(call.argument(1), e.getMessage());
    }
  }

  /** Of times and BINARY; of numbers {@code format_number} does more plainly. */
  private static String toChar(Call call) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    Optional<TypeFamily> family = call.translator().family(call.argument(0));
    call.translator().noteUnlessKnown(call.argument(0));
    if (family.filter(TypeFamily.BINARY::equals).isPresent()) {
      return call.call("spark_binary_text");
    }
    return family.filter(TypeFamily.NUMBER::equals).isPresent()
        ? call.problem(
            "Unsupported " + call.name() + " of a number: use format_number or format_string")
        : DateFunctions.format(call);
  }

  /** The path of the file that a row comes from, where the query itself reads files. */
  private static String inputFileName(Call call) {
    if (!call.takes(0, 0)) {
      return "NULL";
    }
    List<String> files =
        call.translator().scope().relations().stream()
            .filter(relation -> relation.columns().hidden().contains(FileFunction.METADATA))
            .flatMap(relation -> relation.name().stream())
            .toList();
    return files.size() == 1
        ? Text.quoted(files.get(0)) + "." + Text.quoted(FileFunction.METADATA) + ".\"file_path\""
        : call.problem(
            "Cannot call input_file_name: FROM must have one read_files or cloud_files; select"
                + " _metadata.file_path where the files are read");
  }

  private static String cast(Call call, String type) {
    if (!call.takes(1, 1)) {
      return "NULL";
    }
    boolean ansi = call.translator().queries().settings().ansi();
    if (ansi) {
      PossibleCasts.check(call.translator(), call.argument(0), type);
    }
    return Casts.cast(call.value(0), type, !ansi);
  }

  private static String tryDivide(Call call) {
    return call.takes(2, 2)
        ? ArithmeticTranslator.quotient(
            "spark_try_divide",
            call.argument(0),
            call.argument(1),
            number(call, 0),
            number(call, 1))
        : "NULL";
  }

  /** Of FLOATs a FLOAT, of other numbers a DOUBLE. */
  private static String otherThanNan(Call call) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    boolean floats = ExactTypes.ofOtherThanNan(call.types()) == PrimitiveType.FLOAT;
    List<String> values = new ArrayList<>();
    for (ExpressionContext argument : call.arguments()) {
      String value = FunctionCalls.number(call.translator(), argument);
      boolean is64Bits =
          call.translator().exactType(argument).filter(PrimitiveType.DOUBLE::equals).isPresent();
      values.add(floats || is64Bits ? value : "CAST(" + value + " AS DOUBLE)");
    }
    return "spark_nanvl(" + String.join(", ", values) + ")";
  }

  /** A function of two numbers, one of which may be a text. */
  private static String ofNumbers(Call call, String macro) {
    return call.takes(2, 2) ? macro + "(" + number(call, 0) + ", " + number(call, 1) + ")" : "NULL";
  }

  private static String number(Call call, int index) {
    return ArithmeticTranslator.number(
        call.translator(), call.argument(index), call.argument(1 - index));
  }

  private static String aiQuery(Call call) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    Optional<String> model = call.text(0);
    if (model.isEmpty()) {
      return call.problem(call.argument(0), "The model of ai_query must be a text in quotes");
    }
    call.translator().queries().sources().model(model.get());
    return "ai_query(" + Text.literal(model.get()) + ", " + call.value(1) + ")";
  }

  private static String concat(Call call) {
    if (call.size() == 0) {
      return "''";
    }
    if (call.size() == 1) {
      return "spark_string(" + call.value(0) + ")";
    }
    List<String> operands = call.arguments().stream().map(call.translator()::part).toList();
    return "(" + String.join(" || ", operands) + ")";
  }

  /** Takes texts and lists of texts; leaves NULLs out. */
  private static String concatWithSeparator(Call call) {
    if (!call.takes(1, Integer.MAX_VALUE)) {
      return "NULL";
    }
    List<String> words = new ArrayList<>();
    for (int i = 1; i < call.size(); i++) {
      words.add("spark_as_words(" + call.value(i) + ")");
    }
    String lists = words.isEmpty() ? "[['']]" : "[" + String.join(", ", words) + "]";
    return "spark_concat_ws(" + call.value(0) + ", " + lists + ")";
  }

  /** Of a list where that can be seen, else of a text. */
  private static String reverse(Call call) {
    if (!call.takes(1, 1)) {
      return "NULL";
    }
    Optional<TypeFamily> family = call.translator().family(call.argument(0));
    boolean list = family.filter(TypeFamily.ARRAY::equals).isPresent();
    return list ? "list_reverse(" + call.value(0) + ")" : "reverse(" + call.textOf(0) + ")";
  }

  private static String elt(Call call) {
    if (!call.takes(2, Integer.MAX_VALUE)) {
      return "NULL";
    }
    List<String> values =
        call.values().stream().skip(1).map(value -> "spark_string(" + value + ")").toList();
    return call.macro("spark_element_at")
        + "(["
        + String.join(", ", values)
        + "], "
        + call.value(0)
        + ")";
  }

  private static String coalesce(Call call, int min, int max) {
    return call.takes(min, max)
        ? "coalesce("
            + String.join(", ", Choices.translate(call.translator(), call.arguments()))
            + ")"
        : "NULL";
  }

  private static String nullIf(Call call) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    call.translator().requireComparable(call.argument(0), call.argument(1));
    return StructComparison.side(call.translator(), call.argument(0), call.argument(1)).isPresent()
        ? "CASE WHEN "
            + call.translator().comparable(call.argument(0), false, call.argument(1))
            + " = "
            + call.translator().comparable(call.argument(1), false, call.argument(0))
            + " THEN NULL ELSE "
            + call.value(0)
            + " END"
        : call.call("nullif");
  }

  private static String array(Call call) {
    return "list_value("
        + String.join(", ", Choices.translate(call.translator(), call.arguments()))
        + ")";
  }

  private static String secondIfPresent(Call call) {
    return call.takes(3, 3) ? choice(call, call.operand(0) + " IS NOT NULL") : "NULL";
  }

  private static String condition(Call call) {
    return call.takes(3, 3) ? choice(call, call.translator().condition(call.argument(0))) : "NULL";
  }

  private static String choice(Call call, String condition) {
    List<String> values = Choices.translate(call.translator(), call.arguments().subList(1, 3));
    return "CASE WHEN " + condition + " THEN " + values.get(0) + " ELSE " + values.get(1) + " END";
  }

  /** {@code decode(value, search, result, ..., default)}, or a character set with two arguments. */
  private static String decode(Call call) {
    if (call.size() == 2) {
      return call.call("spark_decode");
    }
    if (!call.takes(3, Integer.MAX_VALUE)) {
      return "NULL";
    }
    List<ExpressionContext> arguments = call.arguments();
    List<String> cases = new ArrayList<>();
    int i = 1;
    for (; i + 1 < arguments.size(); i += 2) {
      cases.add(
          "WHEN "
              + call.operand(0)
              + " IS NOT DISTINCT FROM "
              + call.operand(i)
              + " THEN "
              + call.value(i + 1));
    }
    String otherwise = i < arguments.size() ? " ELSE " + call.value(i) : "";
    return "CASE " + String.join(" ", cases) + otherwise + " END";
  }

  /** {@code extract(field FROM source)}. */
  static String datePart(
      ExpressionTranslator translator, Token where, String field, String source) {
    return DateFunctions.part(field.toUpperCase(Locale.ROOT), source)
        .orElseGet(() -> translator.problem(where, "Unknown part " + field + " of a date"));
  }
}
