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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * The type that an expression has in Spark, to the width of a number and the digits of a decimal;
 * nothing where that cannot be told without data.
 */
final class ExactTypes {
  private final Scope scope;

  ExactTypes(Scope scope) {
    this.scope = requireNonNull(scope, "scope is null");
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
      return Casts.isWithoutZone(type.getText())
          ? Optional.empty()
          : Optional.of(DataType.parse(type.getText()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<DataType> ofCall(FunctionCallContext call) {
    String name = FunctionCalls.name(call);
    List<ExpressionContext> arguments = FunctionCalls.arguments(call);
    Optional<FunctionResult> result = Functions.find(name).map(SparkFunction::gives);
    if (result.isEmpty() || (name.equals("date_add") && arguments.size() > 2)) {
      return ofFamily(call);
    }
    if (result.get().type().isPresent()
        && Functions.find(name).get().takes() != SparkFunction.Arguments.BYTES) {
      return result.get().type();
    }
    if (arguments.isEmpty()) {
      return ofFamily(call);
    }
    Optional<DataType> first = of(arguments.get(0));
    return switch (result.get().rule()) {
      case AVERAGE -> first.flatMap(NumberTypes::average);
      case BRANCHES -> arguments.size() == 3 ? common(arguments.subList(1, 3)) : Optional.empty();
      case COMMON ->
          result.get().family().equals(Optional.of(TypeFamily.ARRAY))
              ? common(arguments).map(ArrayType::new)
              : common(arguments);
      case ELEMENT -> first.flatMap(NestedTypes::element);
      case FIRST -> first;
      case LIST -> first.map(ArrayType::new);
      case NANVL ->
          Optional.of(ofOtherThanNan(arguments.stream().flatMap(a -> of(a).stream()).toList()));
      case OPERATOR -> ofOperator(result.get().operator(), arguments);
      case ROUNDED -> first.flatMap(type -> Rounding.type(name, type, arguments));
      case SIGNED ->
          first
              .map(type -> type == PrimitiveType.STRING ? PrimitiveType.DOUBLE : type)
              .filter(NumberTypes::isNumber);
      case SUM -> first.flatMap(NumberTypes::sum);
      case NONE -> ofFamily(call);
    };
  }
}
