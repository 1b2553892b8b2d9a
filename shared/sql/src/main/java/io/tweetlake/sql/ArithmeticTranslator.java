package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ArithmeticContext;
import io.tweetlake.sql.grammar.PipelineParser.BitwiseContext;
import io.tweetlake.sql.grammar.PipelineParser.ShiftContext;
import io.tweetlake.sql.grammar.PipelineParser.UnaryContext;
import io.tweetlake.sql.grammar.PipelineParserBaseVisitor;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;

/** Operators on numbers, texts and times. */
final class ArithmeticTranslator extends PipelineParserBaseVisitor<String> {
  private final ExpressionTranslator expressions;

  ArithmeticTranslator(ExpressionTranslator expressions) {
    this.expressions = requireNonNull(expressions, "expressions is null");
  }

  private void requireNumber(ParserRuleContext operand, String operator) {
    Optional<TypeFamily> family = expressions.family(operand);
    boolean wrong =
        family.isPresent()
            && !Set.of(TypeFamily.NUMBER, TypeFamily.TIME, TypeFamily.TEXT).contains(family.get());
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

  @Override
  public String visitUnary(UnaryContext context) {
    String value = expressions.operand(context.valueExpression());
    return switch (context.operator.getText()) {
      case "+" -> value;
      case "-" -> value.startsWith("-") ? "-(" + value + ")" : "-" + value;
      default -> "~" + value;
    };
  }

  @Override
  public String visitArithmetic(ArithmeticContext context) {
    String operator = context.operator.getText();
    if (operator.equals("||")) {
      return expressions.part(context.left) + " || " + expressions.part(context.right);
    }
    requireNumber(context.left, operator);
    requireNumber(context.right, operator);
    if (operator.equals("+") && IntervalUnits.isInterval(context.left)) {
      return shifted(context.right, "", context.left);
    }
    if (Set.of("+", "-").contains(operator) && IntervalUnits.isInterval(context.right)) {
      return shifted(context.left, operator.equals("-") ? "-" : "", context.right);
    }
    if (operator.equals("/")) {
      return quotient(
          expressions,
          expressions.queries().settings().name("spark_divide"),
          context.left,
          context.right);
    }
    if (operator.equals("-") && !isNumber(context.left) && !isNumber(context.right)) {
      return expressions.call("spark_minus", context.left, context.right);
    }
    if (operator.equals("%")) {
      return expressions.call(
          expressions.queries().settings().name("spark_remainder"), context.left, context.right);
    }
    if (operator.equalsIgnoreCase("div")) {
      return expressions.call(
          expressions.queries().settings().name("spark_div"), context.left, context.right);
    }
    return expressions.operand(context.left)
        + " "
        + operator
        + " "
        + expressions.operand(context.right);
  }

  private boolean isNumber(ParserRuleContext operand) {
    return expressions.family(operand).filter(TypeFamily.NUMBER::equals).isPresent();
  }

  /** A date stays a date where days or longer are added. */
  private String shifted(ParserRuleContext time, String sign, ParserRuleContext interval) {
    String macro =
        IntervalUnits.ofDaysOrLonger(interval) ? "spark_shift_date(" : "spark_shift_time(";
    return macro + expressions.translate(time) + ", " + sign + expressions.operand(interval) + ")";
  }

  /** A division, with how many digits a whole number has that is written out. */
  static String quotient(
      ExpressionTranslator expressions,
      String macro,
      ParserRuleContext dividend,
      ParserRuleContext divisor) {
    Optional<Integer> digits = Literals.wholeDigits(dividend);
    Optional<Integer> divisorDigits = Literals.wholeDigits(divisor);
    String call = expressions.call(macro, dividend, divisor);
    if (digits.isEmpty() && divisorDigits.isEmpty()) {
      return call;
    }
    return call.substring(0, call.length() - 1)
        + ", "
        + digits.map(String::valueOf).orElse("NULL")
        + ", "
        + divisorDigits.map(String::valueOf).orElse("NULL")
        + ")";
  }

  @Override
  public String visitBitwise(BitwiseContext context) {
    if (context.operator.getText().equals("^")) {
      return expressions.call("xor", context.left, context.right);
    }
    return expressions.operand(context.left)
        + " "
        + context.operator.getText()
        + " "
        + expressions.operand(context.right);
  }

  @Override
  public String visitShift(ShiftContext context) {
    boolean left = !context.LESS().isEmpty();
    return expressions.call(
        left ? "spark_shiftleft" : "spark_shiftright", context.left, context.right);
  }
}
