package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.CaseExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.CastContext;
import io.tweetlake.sql.grammar.PipelineParser.CastOperatorContext;
import io.tweetlake.sql.grammar.PipelineParser.DataTypeContext;
import io.tweetlake.sql.grammar.PipelineParser.ExistsQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ExtractContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.LambdaContext;
import io.tweetlake.sql.grammar.PipelineParser.OverlayContext;
import io.tweetlake.sql.grammar.PipelineParser.ParenthesizedExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.PositionInContext;
import io.tweetlake.sql.grammar.PipelineParser.RowConstructorContext;
import io.tweetlake.sql.grammar.PipelineParser.ScalarQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.StarArgumentContext;
import io.tweetlake.sql.grammar.PipelineParser.SubstringFromContext;
import io.tweetlake.sql.grammar.PipelineParser.TrimFromContext;
import io.tweetlake.sql.grammar.PipelineParserBaseVisitor;
import io.tweetlake.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;

/** CASE, CAST and what else looks like a call but has a grammar of its own. */
final class FormTranslator extends PipelineParserBaseVisitor<String> {
  private final ExpressionTranslator expressions;

  FormTranslator(ExpressionTranslator expressions) {
    this.expressions = requireNonNull(expressions, "expressions is null");
  }

  @Override
  public String visitCaseExpression(CaseExpressionContext context) {
    StringBuilder sql = new StringBuilder("CASE");
    List<ParserRuleContext> compared = new ArrayList<>(context.when);
    Optional.ofNullable(context.operand).ifPresent(operand -> compared.add(0, operand));
    boolean texts = context.operand != null && expressions.asTexts(compared);
    List<ExpressionContext> choices = new ArrayList<>(context.then);
    Optional.ofNullable(context.otherwise).ifPresent(choices::add);
    List<String> values = Choices.translate(expressions, choices);
    if (context.operand != null) {
      sql.append(' ').append(expressions.comparable(context.operand, texts, context.when.get(0)));
    }
    for (int i = 0; i < context.when.size(); i++) {
      ParserRuleContext when = context.when.get(i);
      sql.append(" WHEN ")
          .append(
              context.operand == null
                  ? expressions.condition(when)
                  : expressions.comparable(when, texts, context.operand))
          .append(" THEN ")
          .append(values.get(i));
    }
    if (context.otherwise != null) {
      sql.append(" ELSE ").append(values.get(values.size() - 1));
    }
    return sql.append(" END").toString();
  }

  @Override
  public String visitCast(CastContext context) {
    boolean lenient =
        context.function.getText().equalsIgnoreCase("try_cast")
            || !expressions.queries().settings().ansi();
    return cast(context.expression(), context.dataType(), lenient);
  }

  @Override
  public String visitCastOperator(CastOperatorContext context) {
    return cast(context.primary(), context.dataType(), !expressions.queries().settings().ansi());
  }

  private String cast(ParserRuleContext value, DataTypeContext type, boolean lenient) {
    Optional<String> interval = new IntervalCasts(expressions, value, type).translate();
    if (interval.isPresent()) {
      return interval.get();
    }
    try {
      String target = expressions.queries().source().effective(type);
      boolean nested = target.contains("<");
      if (lenient || nested) {
        expressions.noteUnlessKnown(value);
      }
      if (expressions.queries().settings().ansi()) {
        PossibleCasts.check(expressions, value, target);
      }
      Optional<DataType> source = nested ? expressions.type(value) : expressions.exactType(value);
      if (source.isPresent() && !Casts.isWithoutZone(target)) {
        String sql = nested ? expressions.operand(value) : expressions.translate(value);
        return Casts.cast(sql, source.get(), DataType.parse(target), lenient);
      }
      return Casts.cast(expressions.translate(value), target, lenient);
    } catch (IllegalArgumentException e) {
      return expressions.problem(type, e.getMessage());
    }
  }

  @Override
  public String visitExistsQuery(ExistsQueryContext context) {
    return "EXISTS ("
        + expressions.queries().subquery(context.query(), expressions.scope()).sql()
        + ")";
  }

  @Override
  public String visitScalarQuery(ScalarQueryContext context) {
    return "(" + expressions.queries().subquery(context.query(), expressions.scope()).sql() + ")";
  }

  @Override
  public String visitExtract(ExtractContext context) {
    ArgumentTypes.requireTime(expressions, context.source, "extract");
    return SpecialFunctions.datePart(
        expressions,
        context.field.getStart(),
        context.field.getText(),
        expressions.translate(context.source));
  }

  @Override
  public String visitPositionIn(PositionInContext context) {
    return FunctionCalls.scalar(expressions, "instr", List.of(context.text, context.needle));
  }

  @Override
  public String visitSubstringFrom(SubstringFromContext context) {
    return FunctionCalls.scalar(
        expressions, "substring", present(context.text, context.start, context.length));
  }

  private static List<ParserRuleContext> present(ParserRuleContext... arguments) {
    return Stream.of(arguments).filter(Objects::nonNull).toList();
  }

  @Override
  public String visitTrimFrom(TrimFromContext context) {
    String side = context.side == null ? "BOTH" : context.side.getText().toUpperCase(Locale.ROOT);
    String function =
        switch (side) {
          case "LEADING" -> "ltrim";
          case "TRAILING" -> "rtrim";
          default -> "trim";
        };
    return context.characters == null
        ? function + "(" + expressions.text(context.text) + ", ' ')"
        : function
            + "("
            + expressions.text(context.text)
            + ", "
            + expressions.text(context.characters)
            + ")";
  }

  @Override
  public String visitRowConstructor(RowConstructorContext context) {
    return NestedFunctions.row(expressions, context.expression());
  }

  @Override
  public String visitParenthesizedExpression(ParenthesizedExpressionContext context) {
    String sql = expressions.translate(context.expression());
    return Precedence.standsForItself(sql) ? sql : "(" + sql + ")";
  }

  @Override
  public String visitFunctionCall(FunctionCallContext context) {
    return FunctionCalls.translate(expressions, context);
  }

  @Override
  public String visitStarArgument(StarArgumentContext context) {
    return expressions.problem(context, "Cannot use * here: only count(*) takes it");
  }

  @Override
  public String visitOverlay(OverlayContext context) {
    return FunctionCalls.scalar(
        expressions,
        "overlay",
        present(context.text, context.other, context.start, context.length));
  }

  @Override
  public String visitLambda(LambdaContext context) {
    return expressions.lambda(context, Text.names(context.identifier()), List.of());
  }
}
