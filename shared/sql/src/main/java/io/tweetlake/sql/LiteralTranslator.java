package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.BooleanLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.HexLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.IntervalContext;
import io.tweetlake.sql.grammar.PipelineParser.IntervalPartContext;
import io.tweetlake.sql.grammar.PipelineParser.NullLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.NumberContext;
import io.tweetlake.sql.grammar.PipelineParser.NumberLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.StringLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.TypedLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.UnknownParameterContext;
import io.tweetlake.sql.grammar.PipelineParserBaseVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values that are written out. */
final class LiteralTranslator extends PipelineParserBaseVisitor<String> {
  private final ExpressionTranslator expressions;

  LiteralTranslator(ExpressionTranslator expressions) {
    this.expressions = requireNonNull(expressions, "expressions is null");
  }

  @Override
  public String visitStringLiteral(StringLiteralContext context) {
    String value =
        context.STRING().stream()
            .map(part -> Text.value(part.getSymbol()))
            .collect(Collectors.joining());
    if (value.contains("${")) {
      return expressions.problem(context, SyntaxErrors.unknownParameter(value));
    }
    return Text.literal(value);
  }

  @Override
  public String visitUnknownParameter(UnknownParameterContext context) {
    return expressions.problem(context, SyntaxErrors.unknownParameter(context.getText()));
  }

  @Override
  public String visitHexLiteral(HexLiteralContext context) {
    String text = context.getText();
    String digits = text.substring(1, text.length() - 1).strip().substring(1);
    return "unhex(" + Text.literal(digits) + ")";
  }

  @Override
  public String visitNumberLiteral(NumberLiteralContext context) {
    return visitNumber(context.number());
  }

  @Override
  public String visitNumber(NumberContext context) {
    return Literals.number(context);
  }

  @Override
  public String visitBooleanLiteral(BooleanLiteralContext context) {
    return context.getText().toUpperCase(Locale.ROOT);
  }

  @Override
  public String visitNullLiteral(NullLiteralContext context) {
    return "NULL";
  }

  @Override
  public String visitTypedLiteral(TypedLiteralContext context) {
    String value = Text.value(context.STRING().getSymbol());
    String type =
        switch (context.type.getText().toUpperCase(Locale.ROOT)) {
          case "DATE" -> "DATE";
          case "TIMESTAMP_NTZ" -> "TIMESTAMP";
          default -> "TIMESTAMPTZ";
        };
    return "CAST(" + Text.literal(value) + " AS " + type + ")";
  }

  @Override
  public String visitInterval(IntervalContext context) {
    if (IntervalKind.mixes(context)) {
      return expressions.problem(
          context,
          "Cannot put months and days or hours into one interval: add two intervals one after the"
              + " other");
    }
    List<String> parts = new ArrayList<>();
    for (IntervalPartContext part : context.intervalPart()) {
      String value =
          part.value == null
              ? ""
              : part.value.getText().matches("[rR]?['\"].*")
                  ? Text.value(part.value)
                  : part.value.getText();
      boolean negative = part.MINUS() != null;
      if (part.TO() == null) {
        parts.add(
            (negative ? negated(value) : value)
                + (part.unit == null ? "" : " " + part.unit.getText()));
        continue;
      }
      Optional<String> read =
          new IntervalText(part.unit.getText(), part.to.getText()).read(value, negative);
      if (read.isEmpty()) {
        return expressions.problem(
            part,
            "Cannot read '%s' as an interval of %s TO %s, such as %s"
                .formatted(
                    value,
                    part.unit.getText().toUpperCase(Locale.ROOT),
                    part.to.getText().toUpperCase(Locale.ROOT),
                    "INTERVAL '1 02:03:04' DAY TO SECOND or INTERVAL '1-2' YEAR TO MONTH"));
      }
      parts.add(read.get());
    }
    return "INTERVAL " + Text.literal(String.join(" ", parts));
  }

  private static String negated(String value) {
    return value.startsWith("-") ? value.substring(1) : "-" + value;
  }
}
