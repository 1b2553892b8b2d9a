package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.NullLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.NumberContext;
import io.tweetlake.sql.grammar.PipelineParser.NumberLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.ParenthesizedExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.StringLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.UnaryContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.DecimalType;
import io.tweetlake.types.PrimitiveType;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/** What can be told of an expression that is written out. */
final class Literals {
  /** Texts that Spark compares as the number, date, time or truth that they spell. */
  private static final Pattern MORE_THAN_TEXT =
      Pattern.compile(
          "\\s*([+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?|nan|[+-]?inf(inity)?|true|false"
              + "|[+-]?\\d{4,7}-\\d{1,2}(-\\d{1,2}([T ].*)?)?)\\s*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern TRUTH =
      Pattern.compile("\\s*(t|true|y|yes|f|false|n|no)\\s*", Pattern.CASE_INSENSITIVE);

  private static final Pattern FRACTION =
      Pattern.compile(
          "\\s*[+-]?(\\d+\\.\\d*|\\.\\d+|\\d+(?=e))(e[+-]?\\d+)?\\s*", Pattern.CASE_INSENSITIVE);

  private Literals() {}

  /** The expression below wrappers that add nothing. */
  private static ParseTree core(ParserRuleContext context) {
    ParseTree tree = context;
    while (true) {
      if (tree instanceof ParenthesizedExpressionContext parenthesized) {
        tree = parenthesized.expression();
      } else if (tree.getChildCount() == 1
          && tree.getChild(0) instanceof ParserRuleContext
          && !(tree instanceof StringLiteralContext)) {
        tree = tree.getChild(0);
      } else {
        return tree;
      }
    }
  }

  /** The call that an expression is. */
  static Optional<FunctionCallContext> call(ParserRuleContext context) {
    return core(context) instanceof FunctionCallContext call ? Optional.of(call) : Optional.empty();
  }

  /** The value of a text literal. */
  static Optional<String> text(ParserRuleContext context) {
    return core(context) instanceof StringLiteralContext literal
        ? Optional.of(
            literal.STRING().stream()
                .map(part -> Text.value(part.getSymbol()))
                .collect(Collectors.joining()))
        : Optional.empty();
  }

  /** Whether it is a text literal that does not also spell a number, date, time or truth. */
  static boolean isOnlyText(ParserRuleContext context) {
    return text(context).filter(text -> !MORE_THAN_TEXT.matcher(text).matches()).isPresent();
  }

  /** Whether it is a text literal that a BOOLEAN is read from. */
  static boolean spellsTruth(ParserRuleContext context) {
    return text(context).filter(text -> TRUTH.matcher(text).matches()).isPresent();
  }

  /** Whether it is a text literal that spells a number which a BIGINT cannot be cast from. */
  static boolean spellsFraction(ParserRuleContext context) {
    return text(context).filter(text -> FRACTION.matcher(text).matches()).isPresent();
  }

  static boolean isNull(ParserRuleContext context) {
    return core(context) instanceof NullLiteralContext;
  }

  /** The value of a number literal, with its sign. */
  static Optional<BigDecimal> number(ParserRuleContext context) {
    ParseTree core = core(context);
    if (core instanceof UnaryContext unary && unary.operator.getText().equals("-")) {
      return number(unary.valueExpression()).map(BigDecimal::negate);
    }
    if (core instanceof NumberContext number) {
      return Optional.of(new BigDecimal(digits(number.getText())));
    }
    return core instanceof NumberLiteralContext literal
        ? Optional.of(new BigDecimal(digits(literal.number().getText())))
        : Optional.empty();
  }

  /** Whether it is a number literal of a whole type. */
  static boolean isWhole(ParserRuleContext context) {
    return number(context).isPresent() && context.getText().matches("[-+(]*\\d+[lLsSyY]?\\)*");
  }

  /** How many digits a whole number has that is written out. */
  static Optional<Integer> wholeDigits(ParserRuleContext context) {
    return number(context).filter(value -> value.scale() == 0).map(BigDecimal::precision);
  }

  /** The type that Spark gives to a number literal. */
  static DataType type(NumberContext context) {
    String text = Text.lower(context.getText());
    if (context.INTEGER_SUFFIXED() != null) {
      return switch (text.charAt(text.length() - 1)) {
        case 'l' -> PrimitiveType.LONG;
        case 's' -> PrimitiveType.SHORT;
        default -> PrimitiveType.BYTE;
      };
    }
    if (context.DOUBLE() != null) {
      return PrimitiveType.DOUBLE;
    }
    if (context.DOUBLE_SUFFIXED() != null) {
      return text.endsWith("f") ? PrimitiveType.FLOAT : PrimitiveType.DOUBLE;
    }
    BigDecimal value = new BigDecimal(digits(context.getText()));
    if (context.INTEGER() != null && value.precision() < 20) {
      boolean fits = value.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
      boolean fitsLong = value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
      if (fitsLong) {
        return fits ? PrimitiveType.INTEGER : PrimitiveType.LONG;
      }
    }
    return decimal(value);
  }

  private static DecimalType decimal(BigDecimal value) {
    int scale = Math.max(0, value.scale());
    int precision = Math.max(value.precision() - Math.min(0, value.scale()), scale);
    return new DecimalType(Math.max(1, Math.min(precision, 38)), Math.min(scale, 38));
  }

  /** A number literal for DuckDB; suffixes become casts. */
  static String number(NumberContext context) {
    String text = context.getText();
    String digits = digits(text);
    if (context.INTEGER_SUFFIXED() != null) {
      String type =
          switch (Character.toUpperCase(text.charAt(text.length() - 1))) {
            case 'L' -> "BIGINT";
            case 'S' -> "SMALLINT";
            default -> "TINYINT";
          };
      return "CAST(" + digits + " AS " + type + ")";
    }
    if (context.DOUBLE_SUFFIXED() != null) {
      boolean isFloat = Text.lower(text).endsWith("f");
      return "CAST(" + digits + " AS " + (isFloat ? "FLOAT" : "DOUBLE") + ")";
    }
    if (context.DECIMAL_SUFFIXED() != null) {
      BigDecimal value = new BigDecimal(digits);
      return "CAST(" + value.toPlainString() + " AS " + Casts.duckdb(decimal(value)) + ")";
    }
    boolean beyondLong = context.INTEGER() != null && type(context) instanceof DecimalType;
    return beyondLong ? "CAST(" + digits + " AS " + Casts.duckdb(type(context)) + ")" : digits;
  }

  private static String digits(String literal) {
    String lower = Text.lower(literal);
    if (lower.endsWith("bd")) {
      return literal.substring(0, literal.length() - 2);
    }
    return "lsydf".indexOf(lower.charAt(lower.length() - 1)) >= 0
        ? literal.substring(0, literal.length() - 1)
        : literal;
  }
}
