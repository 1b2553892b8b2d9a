package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ArithmeticContext;
import io.tweetlake.sql.grammar.PipelineParser.CaseExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.CastContext;
import io.tweetlake.sql.grammar.PipelineParser.CastOperatorContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnContext;
import io.tweetlake.sql.grammar.PipelineParser.DataTypeContext;
import io.tweetlake.sql.grammar.PipelineParser.DereferenceContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.NumberContext;
import io.tweetlake.sql.grammar.PipelineParser.NumberLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.ParenthesizedExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.SubscriptContext;
import io.tweetlake.sql.grammar.PipelineParser.TypedLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.UnaryContext;
import io.tweetlake.types.ArrayType;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.PrimitiveType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * The type that an expression has in Spark, to the width of a number and the digits of a decimal;
 * nothing where that cannot be told without data.
 */
final class ExactTypes {
  private static final Map<String, DataType> RESULTS = results();

  /** Functions that give one of their arguments, or a number of its type. */
  private static final Set<String> LIKE_FIRST_ARGUMENT =
      Set.of(
          "abs",
          "any_value",
          "first",
          "first_value",
          "lag",
          "last",
          "last_value",
          "lead",
          "max",
          "max_by",
          "min",
          "min_by",
          "nth_value",
          "nullif");

  private static final Set<String> CHOICES =
      Set.of("coalesce", "greatest", "ifnull", "least", "nvl");

  private static final Set<String> ELEMENT_OF_FIRST_ARGUMENT =
      Set.of("array_max", "array_min", "element_at", "get", "try_element_at");

  private final Scope scope;

  ExactTypes(Scope scope) {
    this.scope = requireNonNull(scope, "scope is null");
  }

  private static Map<String, DataType> results() {
    Map<String, DataType> results = new HashMap<>();
    Map.of(
            PrimitiveType.INTEGER,
            "array_size ascii bit_count bit_length cardinality char_length character_length"
                + " charindex datediff date_diff day dayofmonth dayofweek dayofyear dense_rank"
                + " find_in_set hash hour instr int json_array_length len length levenshtein locate"
                + " minute month ntile octet_length position quarter rank regexp_count row_number"
                + " second size unix_date weekday weekofyear year",
            PrimitiveType.LONG,
            "approx_count_distinct array_position bigint count count_if crc32 regr_count factorial unix_micros"
                + " unix_millis unix_seconds unix_timestamp xxhash64",
            PrimitiveType.DOUBLE,
            "acos asin atan atan2 cbrt cos cume_dist degrees double exp ln log log10 log1p log2"
                + " months_between percent_rank pi pow power radians rand random sign signum sin"
                + " sqrt std stddev stddev_pop stddev_samp tan var_pop var_samp variance",
            PrimitiveType.FLOAT,
            "float",
            PrimitiveType.SHORT,
            "smallint",
            PrimitiveType.BYTE,
            "tinyint",
            PrimitiveType.DATE,
            "add_months curdate current_date date date_add date_from_unix_date date_sub last_day"
                + " make_date next_day to_date trunc try_to_date",
            PrimitiveType.TIMESTAMP,
            "current_timestamp date_trunc from_utc_timestamp make_timestamp now timestamp"
                + " timestamp_micros timestamp_millis timestamp_seconds to_timestamp"
                + " to_utc_timestamp try_to_timestamp")
        .forEach((type, names) -> List.of(names.split(" ")).forEach(n -> results.put(n, type)));
    return Map.copyOf(results);
  }

  Optional<DataType> of(ParseTree tree) {
    if (tree instanceof ParenthesizedExpressionContext parenthesized) {
      return of(parenthesized.expression());
    }
    if (tree instanceof NumberContext number) {
      return Optional.of(Literals.type(number));
    }
    if (tree instanceof NumberLiteralContext literal) {
      return of(literal.number());
    }
    if (tree instanceof TypedLiteralContext literal) {
      return switch (literal.type.getText().toUpperCase(Locale.ROOT)) {
        case "DATE" -> Optional.of(PrimitiveType.DATE);
        case "TIMESTAMP" -> Optional.of(PrimitiveType.TIMESTAMP);
        default -> Optional.empty();
      };
    }
    if (tree instanceof UnaryContext unary) {
      return of(unary.valueExpression()).filter(NumberTypes::isNumber);
    }
    if (tree instanceof ArithmeticContext arithmetic) {
      return ofArithmetic(arithmetic);
    }
    if (tree instanceof CastContext cast) {
      return parsed(cast.dataType());
    }
    if (tree instanceof CastOperatorContext cast) {
      return parsed(cast.dataType());
    }
    if (tree instanceof CaseExpressionContext choice) {
      List<ExpressionContext> values = new ArrayList<>(choice.then);
      Optional.ofNullable(choice.otherwise).ifPresent(values::add);
      return common(values);
    }
    if (tree instanceof FunctionCallContext call) {
      return ofCall(call);
    }
    if (tree instanceof SubscriptContext subscript) {
      return of(subscript.value).flatMap(NestedTypes::element);
    }
    if (tree instanceof ColumnContext || tree instanceof DereferenceContext) {
      return ReferenceTranslator.path((ParserRuleContext) tree).flatMap(scope::exactTypeOf);
    }
    return tree.getChildCount() == 1 && tree.getChild(0) instanceof ParserRuleContext
        ? of(tree.getChild(0))
        : ofFamily(tree);
  }

  /** What is of one type in all its kind. */
  private Optional<DataType> ofFamily(ParseTree tree) {
    return new TypeInference(scope)
        .of(tree)
        .flatMap(
            family ->
                switch (family) {
                  case BINARY -> Optional.of(PrimitiveType.BINARY);
                  case BOOLEAN -> Optional.of(PrimitiveType.BOOLEAN);
                  case TEXT -> Optional.of(PrimitiveType.STRING);
                  case ARRAY, INTERVAL, MAP, NUMBER, STRUCT, TIME -> Optional.empty();
                });
  }

  /** The type that Spark makes values of which one is chosen; NULLs have none. */
  Optional<DataType> common(List<? extends ParserRuleContext> values) {
    Optional<DataType> common = Optional.empty();
    for (ParserRuleContext value : values) {
      if (Literals.isNull(value)) {
        continue;
      }
      Optional<DataType> type = of(value);
      if (type.isEmpty()) {
        return type;
      }
      common = common.isEmpty() ? type : common(common.get(), type.get());
      if (common.isEmpty()) {
        return common;
      }
    }
    return common;
  }

  /** A text beside a whole number is read as a BIGINT, beside another as a DOUBLE. */
  private static Optional<DataType> common(DataType one, DataType other) {
    if (one.equals(other)) {
      return Optional.of(one);
    }
    if (one == PrimitiveType.STRING || other == PrimitiveType.STRING) {
      DataType beside = one == PrimitiveType.STRING ? other : one;
      if (!NumberTypes.isNumber(beside)) {
        return Optional.of(beside)
            .filter(
                type -> Set.of(TypeFamily.TIME, TypeFamily.BOOLEAN).contains(TypeFamily.of(type)));
      }
      return Optional.of(NumberTypes.isWhole(beside) ? PrimitiveType.LONG : PrimitiveType.DOUBLE);
    }
    return CommonTypes.of(one, other);
  }

  private Optional<DataType> ofArithmetic(ArithmeticContext arithmetic) {
    String operator = Text.lower(arithmetic.operator.getText());
    if (operator.equals("||")) {
      return ofFamily(arithmetic);
    }
    if (operator.equals("+") || operator.equals("-")) {
      Optional<IntervalKind> left = IntervalKind.of(arithmetic.left);
      Optional<IntervalKind> right = IntervalKind.of(arithmetic.right);
      if (left.isPresent() != right.isPresent()) {
        Optional<DataType> time = of(left.isPresent() ? arithmetic.right : arithmetic.left);
        boolean hours = left.or(() -> right).get() == IntervalKind.TIME;
        return time.map(
            type -> hours && type == PrimitiveType.DATE ? PrimitiveType.TIMESTAMP : type);
      }
    }
    return ofOperator(operator, List.of(arithmetic.left, arithmetic.right));
  }

  /** The type of {@code nanvl}: FLOAT of FLOATs, else DOUBLE. */
  static DataType ofOtherThanNan(List<DataType> types) {
    boolean floats = types.size() == 2 && types.stream().allMatch(PrimitiveType.FLOAT::equals);
    return floats ? PrimitiveType.FLOAT : PrimitiveType.DOUBLE;
  }

  private Optional<DataType> ofOperator(
      String operator, List<? extends ParserRuleContext> operands) {
    if (operands.size() != 2) {
      return Optional.empty();
    }
    Optional<DataType> left = of(operands.get(0));
    Optional<DataType> right = of(operands.get(1));
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    boolean days = left.get() == PrimitiveType.DATE && NumberTypes.isWhole(right.get());
    return days
        ? left
        : NumberTypes.result(
            operator,
            operand(operands.get(0), left.get(), right.get()),
            operand(operands.get(1), right.get(), left.get()));
  }

  /** A whole number that is written out beside a decimal has the digits that it is written with. */
  static DataType operand(ParserRuleContext operand, DataType type, DataType other) {
    if (type == PrimitiveType.STRING) {
      return NumberTypes.isWhole(other) ? PrimitiveType.LONG : PrimitiveType.DOUBLE;
    }
    return NumberTypes.isWhole(type) && type != PrimitiveType.BYTE && other instanceof DecimalType
        ? Literals.wholeDigits(operand)
            .<DataType>map(digits -> new DecimalType(digits, 0))
            .orElse(type)
        : type;
  }

  private static Optional<DataType> parsed(DataTypeContext type) {
    try {
      return type.getText().equalsIgnoreCase("TIMESTAMP_NTZ")
          ? Optional.empty()
          : Optional.of(DataType.parse(type.getText()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<DataType> ofCall(FunctionCallContext call) {
    String name = FunctionCalls.name(call);
    List<ExpressionContext> arguments = FunctionCalls.arguments(call);
    DataType result = RESULTS.get(name);
    if (result != null && !(name.equals("date_add") && arguments.size() > 2)) {
      return Optional.of(result);
    }
    if (arguments.isEmpty()) {
      return ofFamily(call);
    }
    if (List.of("if", "iff", "nvl2").contains(name) && arguments.size() == 3) {
      return common(arguments.subList(1, 3));
    }
    if (CHOICES.contains(name)) {
      return common(arguments);
    }
    Optional<DataType> first = of(arguments.get(0));
    if (LIKE_FIRST_ARGUMENT.contains(name)) {
      return first;
    }
    if (ELEMENT_OF_FIRST_ARGUMENT.contains(name)) {
      return first.flatMap(NestedTypes::element);
    }
    return switch (name) {
      case "bround", "ceil", "ceiling", "floor", "round" ->
          first.flatMap(type -> Rounding.type(name, type, arguments));
      case "nanvl" ->
          Optional.of(ofOtherThanNan(arguments.stream().flatMap(a -> of(a).stream()).toList()));
      case "mod", "pmod", "try_mod" -> ofOperator("%", arguments);
      case "try_add" -> ofOperator("+", arguments);
      case "try_divide" -> ofOperator("/", arguments);
      case "try_multiply" -> ofOperator("*", arguments);
      case "try_subtract" -> ofOperator("-", arguments);
      case "sum" -> first.flatMap(NumberTypes::sum);
      case "avg", "mean" -> first.flatMap(NumberTypes::average);
      case "array" -> common(arguments).map(ArrayType::new);
      case "collect_list", "collect_set", "array_agg" -> first.map(ArrayType::new);
      default -> ofFamily(call);
    };
  }
}
