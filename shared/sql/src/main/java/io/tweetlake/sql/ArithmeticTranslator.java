package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ArithmeticContext;
import io.tweetlake.sql.grammar.PipelineParser.BitwiseContext;
import io.tweetlake.sql.grammar.PipelineParser.ShiftContext;
import io.tweetlake.sql.grammar.PipelineParser.UnaryContext;
import io.tweetlake.sql.grammar.PipelineParserBaseVisitor;
import io.tweetlake.types.DataType;
import io.tweetlake.types.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;

/** Operators on numbers, texts and times. */
final class ArithmeticTranslator extends PipelineParserBaseVisitor<String> {
  private static final Set<TypeFamily> OPERANDS =
      Set.of(TypeFamily.INTERVAL, TypeFamily.NUMBER, TypeFamily.TIME, TypeFamily.TEXT);

  private final ExpressionTranslator expressions;

  ArithmeticTranslator(ExpressionTranslator expressions) {
    this.expressions = requireNonNull(expressions, "expressions is null");
  }

  private void requireNumber(ParserRuleContext operand, String operator) {
    Optional<TypeFamily> family = expressions.family(operand);
    boolean wrong = family.isPresent() && !OPERANDS.contains(family.get());
    if (wrong || Literals.isOnlyText(operand)) {
      expressions.problem(
          operand,
          "Cannot use "
              + family.orElse(TypeFamily.TEXT).phrase()
              + " with "
              + operator
              + ": it is not a number");
    }
  }

  /** Spark's answer to two texts, which nothing says the type of. */
  private void refuseTwoTexts(ArithmeticContext context) {
    if (expressions.queries().settings().ansi()
        && isText(context.left)
        && isText(context.right)
        && !Literals.isOnlyText(context.left)
        && !Literals.isOnlyText(context.right)) {
      expressions.problem(
          context,
          "Cannot use " + context.operator.getText() + " with two texts: cast one to a number");
    }
  }

  @Override
  public String visitUnary(UnaryContext context) {
    String operator = context.operator.getText();
    ParserRuleContext operand = context.valueExpression();
    if (operator.equals("~") || isNumber(operand) || isInterval(expressions, operand)) {
      String value = expressions.operand(operand);
      return switch (operator) {
        case "+" -> value;
        case "-" -> value.startsWith("-") ? "-(" + value + ")" : "-" + value;
        default -> "~" + value;
      };
    }
    requireNumber(operand, operator);
    String signed = expressions.call(ofSettings("spark_signed"), operand);
    return operator.equals("+") ? signed : "-" + signed;
  }

  private String ofSettings(String macro) {
    return expressions.queries().settings().name(macro);
  }

  @Override
  public String visitArithmetic(ArithmeticContext context) {
    String operator = context.operator.getText();
    if (operator.equals("||")) {
      return expressions.part(context.left) + " || " + expressions.part(context.right);
    }
    requireNumber(context.left, operator);
    requireNumber(context.right, operator);
    refuseTwoTexts(context);
    Optional<String> shifted = shifted(expressions, context.left, operator, context.right);
    if (shifted.isPresent()) {
      return shifted.get();
    }
    if (Set.of("*", "/").contains(operator)
        && (isInterval(expressions, context.left) || isInterval(expressions, context.right))) {
      return scaled(context.left, operator, context.right);
    }
    boolean intervals =
        isInterval(expressions, context.left) && isInterval(expressions, context.right);
    if (!intervals && operator.equals("-") && !isNumber(context.left) && !isNumber(context.right)) {
      expressions.noteUnlessKnown(context.left);
      expressions.noteUnlessKnown(context.right);
      return expressions.call("spark_minus", context.left, context.right);
    }
    NumberOperands numbers = NumberOperands.of(expressions, context.left, operator, context.right);
    String left = numbers.left(number(context.left, context.right));
    String right = numbers.right(number(context.right, context.left));
    return switch (operator) {
      case "/" -> quotient(ofSettings("spark_divide"), context.left, context.right, left, right);
      case "%" -> numbers.result(ofSettings("spark_remainder") + "(" + left + ", " + right + ")");
      case "+", "-", "*" -> numbers.result(operand(left) + " " + operator + " " + operand(right));
      default -> divided(context, numbers, left, right);
    };
  }

  private String divided(
      ArithmeticContext context, NumberOperands numbers, String left, String right) {
    if (numbers.isFloating() && expressions.queries().settings().ansi()) {
      return expressions.problem(
          context, "Cannot use div with a DOUBLE or FLOAT: use floor(a / b), or cast both");
    }
    String macro = numbers.isDecimal() ? "spark_div_decimal" : "spark_div";
    return ofSettings(macro) + "(" + left + ", " + right + ")";
  }

  private static String operand(String sql) {
    return Precedence.standsForItself(sql) ? sql : "(" + sql + ")";
  }

  /** An operand, which a text beside a number is read as. */
  private String number(ParserRuleContext operand, ParserRuleContext other) {
    return number(expressions, operand, other);
  }

  static String number(
      ExpressionTranslator expressions, ParserRuleContext operand, ParserRuleContext other) {
    Optional<TypeFamily> family = expressions.family(operand);
    expressions.noteUnlessKnown(operand);
    boolean known = family.filter(found -> found != TypeFamily.TEXT).isPresent();
    return known || Literals.isNull(operand)
        ? expressions.translate(operand)
        : expressions.call(expressions.queries().settings().name("spark_operand"), operand, other);
  }

  private boolean isText(ParserRuleContext operand) {
    return expressions.family(operand).filter(TypeFamily.TEXT::equals).isPresent();
  }

  private boolean isNumber(ParserRuleContext operand) {
    return expressions.family(operand).filter(TypeFamily.NUMBER::equals).isPresent();
  }

  /** {@code try_add} and {@code try_subtract}, of times and intervals as well. */
  static String tryShift(Call call, String operator, String macro) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    return shifted(call.translator(), call.argument(0), operator, call.argument(1))
        .orElseGet(() -> tried(call, operator, macro));
  }

  /** A function that stands for an operator and gives NULL where that fails. */
  static String tried(Call call, String operator, String macro) {
    return call.takes(2, 2)
        ? ofOperator(call, operator, macro, call.value(0), call.value(1), true)
        : "NULL";
  }

  /** A function that stands for an operator. */
  static String ofOperator(Call call, String operator, String macro) {
    if (!call.takes(2, 2)) {
      return "NULL";
    }
    return ofOperator(
        call,
        operator,
        macro,
        number(call.translator(), call.argument(0), call.argument(1)),
        number(call.translator(), call.argument(1), call.argument(0)),
        !call.translator().queries().settings().ansi());
  }

  private static String ofOperator(
      Call call, String operator, String macro, String left, String right, boolean lenient) {
    call.arguments().forEach(call.translator()::noteUnlessKnown);
    NumberOperands numbers =
        NumberOperands.of(call.translator(), call.argument(0), operator, call.argument(1));
    return numbers.result(
        macro + "(" + numbers.left(left) + ", " + numbers.right(right) + ")", lenient);
  }

  /** A time with an interval added or taken away. */
  private static Optional<String> shifted(
      ExpressionTranslator expressions,
      ParserRuleContext left,
      String operator,
      ParserRuleContext right) {
    boolean leftInterval = isInterval(expressions, left);
    boolean rightInterval = isInterval(expressions, right);
    if (leftInterval == rightInterval || !Set.of("+", "-").contains(operator)) {
      return Optional.empty();
    }
    if (rightInterval) {
      return Optional.of(shift(expressions, left, operator.equals("-") ? "-" : "", right));
    }
    return operator.equals("+")
        ? Optional.of(shift(expressions, right, "", left))
        : Optional.empty();
  }

  /** A date stays a date where months are added, or days that are not computed. */
  private static String shift(
      ExpressionTranslator expressions,
      ParserRuleContext time,
      String sign,
      ParserRuleContext interval) {
    Optional<IntervalKind> kind = IntervalKind.of(interval);
    Optional<DataType> type = expressions.exactType(time);
    expressions.noteUnlessKnown(time);
    boolean mayBeDate =
        type.isEmpty()
            ? expressions.queries().sources().typesAreFound()
            : type.get() != PrimitiveType.TIMESTAMP;
    if (kind.isEmpty() && mayBeDate) {
      return expressions.problem(
          interval,
          "Cannot add "
              + expressions.queries().source().written(interval)
              + " to a date or timestamp: whether it counts months, days or hours cannot be seen"
              + " here; write the interval here, or use date_add, add_months or timestampadd");
    }
    String macro =
        kind.orElse(IntervalKind.TIME) == IntervalKind.TIME
            ? "spark_shift_time("
            : "spark_shift_date(";
    return macro + expressions.translate(time) + ", " + sign + expressions.operand(interval) + ")";
  }

  /** An interval times a number, or by one. */
  private String scaled(ParserRuleContext left, String operator, ParserRuleContext right) {
    boolean leftInterval = isInterval(expressions, left);
    ParserRuleContext interval = leftInterval ? left : right;
    ParserRuleContext number = leftInterval ? right : left;
    if (isInterval(expressions, number) || (!leftInterval && operator.equals("/"))) {
      return expressions.problem(
          number, "Cannot use " + operator + " so with an interval: it takes a number");
    }
    String value = expressions.translate(interval);
    String factor =
        isNumber(number) ? expressions.translate(number) : expressions.call("spark_number", number);
    String macro = operator.equals("*") ? "spark_interval_times" : "spark_interval_by";
    return MacroCalls.call(macro, List.of(value, factor));
  }

  private static boolean isInterval(
      ExpressionTranslator expressions, ParserRuleContext expression) {
    return expressions.family(expression).filter(TypeFamily.INTERVAL::equals).isPresent();
  }

  /** A division, with how many digits a whole number has that is written out. */
  static String quotient(
      String macro,
      ParserRuleContext dividend,
      ParserRuleContext divisor,
      String dividendSql,
      String divisorSql) {
    Optional<Integer> digits = Literals.wholeDigits(dividend);
    Optional<Integer> divisorDigits = Literals.wholeDigits(divisor);
    List<String> arguments = new ArrayList<>(List.of(dividendSql, divisorSql));
    if (digits.isPresent() || divisorDigits.isPresent()) {
      arguments.add(digits.map(String::valueOf).orElse("NULL"));
      arguments.add(divisorDigits.map(String::valueOf).orElse("NULL"));
    }
    return MacroCalls.call(macro, arguments);
  }

  @Override
  public String visitBitwise(BitwiseContext context) {
    String left = number(context.left, context.right);
    String right = number(context.right, context.left);
    if (context.operator.getText().equals("^")) {
      return "xor(" + left + ", " + right + ")";
    }
    return operand(left) + " " + context.operator.getText() + " " + operand(right);
  }

  @Override
  public String visitShift(ShiftContext context) {
    String macro =
        !context.LESS().isEmpty()
            ? "spark_shiftleft"
            : context.GREATER().size() == 2 ? "spark_shiftright" : "spark_shiftrightunsigned";
    return expressions.call(macro, context.left, context.right);
  }
}
