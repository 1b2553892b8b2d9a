package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.AndExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ArithmeticContext;
import io.tweetlake.sql.grammar.PipelineParser.BetweenContext;
import io.tweetlake.sql.grammar.PipelineParser.BitwiseContext;
import io.tweetlake.sql.grammar.PipelineParser.BooleanLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.CaseExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.CastContext;
import io.tweetlake.sql.grammar.PipelineParser.CastOperatorContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnContext;
import io.tweetlake.sql.grammar.PipelineParser.ComparisonContext;
import io.tweetlake.sql.grammar.PipelineParser.DataTypeContext;
import io.tweetlake.sql.grammar.PipelineParser.DereferenceContext;
import io.tweetlake.sql.grammar.PipelineParser.ExistsQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.ExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ExtractContext;
import io.tweetlake.sql.grammar.PipelineParser.FieldNameContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.HexLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.InListContext;
import io.tweetlake.sql.grammar.PipelineParser.InQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.IntervalContext;
import io.tweetlake.sql.grammar.PipelineParser.IntervalPartContext;
import io.tweetlake.sql.grammar.PipelineParser.IsDistinctContext;
import io.tweetlake.sql.grammar.PipelineParser.IsNullContext;
import io.tweetlake.sql.grammar.PipelineParser.IsTruthContext;
import io.tweetlake.sql.grammar.PipelineParser.JsonPathContext;
import io.tweetlake.sql.grammar.PipelineParser.JsonStep2Context;
import io.tweetlake.sql.grammar.PipelineParser.LambdaContext;
import io.tweetlake.sql.grammar.PipelineParser.LikeContext;
import io.tweetlake.sql.grammar.PipelineParser.LikeQuantifiedContext;
import io.tweetlake.sql.grammar.PipelineParser.NotExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.NullLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.NumberContext;
import io.tweetlake.sql.grammar.PipelineParser.NumberLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.OrExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ParenthesizedExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.PositionInContext;
import io.tweetlake.sql.grammar.PipelineParser.PredicatedContext;
import io.tweetlake.sql.grammar.PipelineParser.RlikeContext;
import io.tweetlake.sql.grammar.PipelineParser.RowConstructorContext;
import io.tweetlake.sql.grammar.PipelineParser.ScalarQueryContext;
import io.tweetlake.sql.grammar.PipelineParser.StarArgumentContext;
import io.tweetlake.sql.grammar.PipelineParser.StringLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.SubscriptContext;
import io.tweetlake.sql.grammar.PipelineParser.SubstringFromContext;
import io.tweetlake.sql.grammar.PipelineParser.TrimFromContext;
import io.tweetlake.sql.grammar.PipelineParser.TypedLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.UnaryContext;
import io.tweetlake.sql.grammar.PipelineParser.UnknownParameterContext;
import io.tweetlake.sql.grammar.PipelineParserBaseVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.RuleNode;

/**
 * Writes a Spark SQL expression as DuckDB's, with Spark's meaning. Types of columns are mostly not
 * known here, so what depends on them is left to macros that ask at run time ({@link
 * DuckDbMacros}).
 */
final class ExpressionTranslator extends PipelineParserBaseVisitor<String> {
  private static final String FAILED = "NULL";

  private final QueryTranslator queries;
  private final Scope scope;
  private final Function<ParserRuleContext, Optional<String>> replacement;
  private final TypeInference types;

  /**
   * @param replacement what stands for a part of the expression, such as a column that holds an
   *     aggregate's state
   */
  ExpressionTranslator(
      QueryTranslator queries,
      Scope scope,
      Function<ParserRuleContext, Optional<String>> replacement) {
    this.queries = requireNonNull(queries, "queries is null");
    this.scope = requireNonNull(scope, "scope is null");
    this.replacement = requireNonNull(replacement, "replacement is null");
    this.types = new TypeInference(scope);
  }

  ExpressionTranslator(QueryTranslator queries, Scope scope) {
    this(queries, scope, context -> Optional.empty());
  }

  String translate(ParserRuleContext expression) {
    return visit(expression);
  }

  /** What kind of value an expression has, where that can be told. */
  Optional<TypeFamily> family(ParserRuleContext expression) {
    return types.of(expression);
  }

  /** The same for what must be true or false. */
  String condition(ParserRuleContext expression) {
    requireBoolean(expression);
    return translate(expression);
  }

  private void requireBoolean(ParserRuleContext expression) {
    Optional<TypeFamily> family = types.of(expression);
    if (family.isPresent() && family.get() != TypeFamily.BOOLEAN) {
      problem(
          expression,
          "Cannot use "
              + queries.source().written(expression)
              + " as a condition: it is "
              + family.get().phrase());
    }
  }

  /** Refuses what Spark cannot convert, such as an array compared with a number. */
  private void requireComparable(ParserRuleContext left, ParserRuleContext right) {
    Optional<TypeFamily> first = types.of(left);
    Optional<TypeFamily> second = types.of(right);
    if (first.isEmpty() || second.isEmpty() || first.equals(second)) {
      return;
    }
    boolean text = first.get() == TypeFamily.TEXT || second.get() == TypeFamily.TEXT;
    Set<TypeFamily> nested = Set.of(TypeFamily.ARRAY, TypeFamily.MAP, TypeFamily.STRUCT);
    if (!text || nested.contains(first.get()) || nested.contains(second.get())) {
      problem(right, "Cannot compare " + first.get().phrase() + " with " + second.get().phrase());
    }
  }

  private void requireNumber(ParserRuleContext operand, String operator) {
    Optional<TypeFamily> family = types.of(operand);
    boolean wrong =
        family.isPresent()
            && !Set.of(TypeFamily.NUMBER, TypeFamily.TIME, TypeFamily.TEXT).contains(family.get());
    if (wrong || Literals.isOnlyText(operand)) {
      problem(
          operand,
          "Cannot use "
              + family.orElse(TypeFamily.TEXT).phrase()
              + " with "
              + operator
              + ": it is not a number");
    }
  }

  QueryTranslator queries() {
    return queries;
  }

  @Override
  public String visit(ParseTree tree) {
    return replacement.apply((ParserRuleContext) tree).orElseGet(() -> tree.accept(this));
  }

  /** Only for nodes that wrap another one. */
  @Override
  public String visitChildren(RuleNode node) {
    return visit(node.getChild(0));
  }

  @Override
  public String visitExpression(ExpressionContext context) {
    return visit(context.booleanExpression());
  }

  String problem(ParserRuleContext where, String message) {
    return problem(where.getStart(), message);
  }

  String problem(Token where, String message) {
    queries.problems().add(queries.source().position(where), message);
    return FAILED;
  }

  // ---- logic and predicates

  @Override
  public String visitNotExpression(NotExpressionContext context) {
    requireBoolean(context.booleanExpression());
    return "NOT " + operand(context.booleanExpression());
  }

  @Override
  public String visitAndExpression(AndExpressionContext context) {
    requireBoolean(context.left);
    requireBoolean(context.right);
    return logicOperand(context.left) + " AND " + logicOperand(context.right);
  }

  @Override
  public String visitOrExpression(OrExpressionContext context) {
    requireBoolean(context.left);
    requireBoolean(context.right);
    return visit(context.left) + " OR " + visit(context.right);
  }

  private String logicOperand(ParserRuleContext context) {
    String sql = visit(context);
    return context instanceof OrExpressionContext ? "(" + sql + ")" : sql;
  }

  @Override
  public String visitPredicated(PredicatedContext context) {
    if (context.predicate() == null) {
      return visit(context.valueExpression());
    }
    return visit(context.predicate());
  }

  private static ParserRuleContext subject(ParserRuleContext predicate) {
    return ((PredicatedContext) predicate.getParent()).valueExpression();
  }

  @Override
  public String visitBetween(BetweenContext context) {
    ParserRuleContext subject = subject(context);
    boolean texts = Literals.isOnlyText(context.lower) || Literals.isOnlyText(context.upper);
    return comparable(subject, texts)
        + not(context.NOT())
        + " BETWEEN "
        + comparable(context.lower, texts)
        + " AND "
        + comparable(context.upper, texts);
  }

  @Override
  public String visitInList(InListContext context) {
    ParserRuleContext subject = subject(context);
    boolean texts = context.expression().stream().anyMatch(Literals::isOnlyText);
    return comparable(subject, texts)
        + not(context.NOT())
        + " IN ("
        + context.expression().stream()
            .map(value -> comparable(value, texts))
            .collect(Collectors.joining(", "))
        + ")";
  }

  @Override
  public String visitInQuery(InQueryContext context) {
    return operand(subject(context))
        + not(context.NOT())
        + " IN ("
        + queries.subquery(context.query(), scope)
        + ")";
  }

  @Override
  public String visitLike(LikeContext context) {
    return operand(subject(context))
        + not(context.NOT())
        + " "
        + context.operator.getText().toUpperCase(Locale.ROOT)
        + " "
        + likePattern(
            context.pattern,
            context.escape == null ? "\\" : Text.value(context.escape),
            context.escape != null);
  }

  @Override
  public String visitLikeQuantified(LikeQuantifiedContext context) {
    String subject = operand(subject(context));
    String operator = context.operator.getText().toUpperCase(Locale.ROOT);
    boolean all = context.quantifier.getText().equalsIgnoreCase("all");
    String likes =
        context.expression().stream()
            .map(
                pattern ->
                    subject
                        + not(context.NOT())
                        + " "
                        + operator
                        + " "
                        + likePattern(pattern, "\\", false))
            .collect(Collectors.joining(all ? " AND " : " OR "));
    return "(" + likes + ")";
  }

  /** Spark's LIKE knows an escape character without being told. */
  private String likePattern(ParserRuleContext pattern, String escape, boolean explicit) {
    Optional<String> text = Literals.text(pattern);
    boolean plain = text.isPresent() && !text.get().contains(escape);
    return operand(pattern) + (plain && !explicit ? "" : " ESCAPE " + Text.literal(escape));
  }

  @Override
  public String visitRlike(RlikeContext context) {
    return (context.NOT() == null ? "" : "NOT ")
        + "regexp_matches("
        + visit(subject(context))
        + ", "
        + regularExpression(context.pattern)
        + ")";
  }

  /** The pattern for RE2, or a problem where only Java knows what is asked. */
  String regularExpression(ParserRuleContext pattern) {
    Optional<String> text = Literals.text(pattern);
    if (text.isEmpty()) {
      return visit(pattern);
    }
    try {
      return Text.literal(RegularExpressions.toRe2(text.get()));
    } catch (IllegalArgumentException e) {
      return problem(pattern, e.getMessage());
    }
  }

  @Override
  public String visitIsNull(IsNullContext context) {
    return operand(subject(context)) + " IS" + not(context.NOT()) + " NULL";
  }

  @Override
  public String visitIsTruth(IsTruthContext context) {
    return operand(subject(context))
        + " IS"
        + not(context.NOT())
        + " "
        + context.truth.getText().toUpperCase(Locale.ROOT);
  }

  @Override
  public String visitIsDistinct(IsDistinctContext context) {
    boolean texts = Literals.isOnlyText(context.right) || Literals.isOnlyText(subject(context));
    return comparable(subject(context), texts)
        + " IS"
        + not(context.NOT())
        + " DISTINCT FROM "
        + comparable(context.right, texts);
  }

  @Override
  public String visitComparison(ComparisonContext context) {
    boolean texts = Literals.isOnlyText(context.left) || Literals.isOnlyText(context.right);
    requireComparable(context.left, context.right);
    String operator =
        switch (context.operator.getText()) {
          case "==" -> "=";
          case "!=" -> "<>";
          case "<=>" -> "IS NOT DISTINCT FROM";
          default -> context.operator.getText();
        };
    return comparable(context.left, texts)
        + " "
        + operator
        + " "
        + comparable(context.right, texts);
  }

  /** A side of a comparison; as text where the other side is a text that is nothing else. */
  private String comparable(ParserRuleContext context, boolean texts) {
    boolean isText = types.of(context).filter(TypeFamily.TEXT::equals).isPresent();
    if (!texts || isText || Literals.isNull(context)) {
      return operand(context);
    }
    return "CAST(" + visit(context) + " AS VARCHAR)";
  }

  private static String not(Object token) {
    return token == null ? "" : " NOT";
  }

  // ---- values

  @Override
  public String visitUnary(UnaryContext context) {
    String value = operand(context.valueExpression());
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
      return operand(context.left) + " || " + operand(context.right);
    }
    requireNumber(context.left, operator);
    requireNumber(context.right, operator);
    if (operator.equals("/") && !Literals.isNonZeroNumber(context.right)) {
      return call(queries.settings().name("spark_divide"), context.left, context.right);
    }
    if (operator.equals("%")) {
      return call(queries.settings().name("spark_remainder"), context.left, context.right);
    }
    if (operator.equalsIgnoreCase("div")) {
      return call(queries.settings().name("spark_div"), context.left, context.right);
    }
    return operand(context.left) + " " + operator + " " + operand(context.right);
  }

  @Override
  public String visitBitwise(BitwiseContext context) {
    if (context.operator.getText().equals("^")) {
      return call("xor", context.left, context.right);
    }
    return operand(context.left) + " " + context.operator.getText() + " " + operand(context.right);
  }

  private String call(String function, ParserRuleContext... arguments) {
    List<String> values = new ArrayList<>();
    for (ParserRuleContext argument : arguments) {
      values.add(visit(argument));
    }
    return function + "(" + String.join(", ", values) + ")";
  }

  /** The expression's text, in parentheses unless it stands for itself. */
  String operand(ParserRuleContext context) {
    String sql = visit(context);
    return Precedence.standsForItself(sql) ? sql : "(" + sql + ")";
  }

  @Override
  public String visitStringLiteral(StringLiteralContext context) {
    String value =
        context.STRING().stream()
            .map(part -> Text.value(part.getSymbol()))
            .collect(Collectors.joining());
    if (value.contains("${")) {
      return problem(context, SyntaxErrors.unknownParameter(value));
    }
    return Text.literal(value);
  }

  @Override
  public String visitUnknownParameter(UnknownParameterContext context) {
    return problem(context, SyntaxErrors.unknownParameter(context.getText()));
  }

  @Override
  public String visitHexLiteral(HexLiteralContext context) {
    String digits = context.getText().substring(2, context.getText().length() - 1);
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
    StringBuilder text = new StringBuilder();
    for (IntervalPartContext part : context.intervalPart()) {
      if (part.TO() != null) {
        return problem(
            part, "Unsupported interval: write each unit, such as INTERVAL 1 DAY 2 HOURS");
      }
      String value =
          part.value == null
              ? ""
              : part.value.getText().matches("[rR]?['\"].*")
                  ? Text.value(part.value)
                  : part.value.getText();
      text.append(text.isEmpty() ? "" : " ")
          .append(part.MINUS() == null ? "" : "-")
          .append(value)
          .append(part.unit == null ? "" : " " + part.unit.getText());
    }
    return "INTERVAL " + Text.literal(text.toString());
  }

  @Override
  public String visitCaseExpression(CaseExpressionContext context) {
    StringBuilder sql = new StringBuilder("CASE");
    boolean texts = context.when.stream().anyMatch(Literals::isOnlyText);
    if (context.operand != null) {
      sql.append(' ').append(comparable(context.operand, texts));
    }
    for (int i = 0; i < context.when.size(); i++) {
      ParserRuleContext when = context.when.get(i);
      sql.append(" WHEN ")
          .append(context.operand == null ? visit(when) : comparable(when, texts))
          .append(" THEN ")
          .append(visit(context.then.get(i)));
    }
    if (context.otherwise != null) {
      sql.append(" ELSE ").append(visit(context.otherwise));
    }
    return sql.append(" END").toString();
  }

  @Override
  public String visitCast(CastContext context) {
    boolean lenient =
        context.function.getText().equalsIgnoreCase("try_cast") || !queries.settings().ansi();
    return cast(visit(context.expression()), context.dataType(), lenient);
  }

  @Override
  public String visitCastOperator(CastOperatorContext context) {
    return cast(visit(context.primary()), context.dataType(), !queries.settings().ansi());
  }

  private String cast(String value, DataTypeContext type, boolean lenient) {
    try {
      return Casts.cast(value, queries.source().effective(type), lenient);
    } catch (IllegalArgumentException e) {
      return problem(type, e.getMessage());
    }
  }

  @Override
  public String visitExistsQuery(ExistsQueryContext context) {
    return "EXISTS (" + queries.subquery(context.query(), scope) + ")";
  }

  @Override
  public String visitScalarQuery(ScalarQueryContext context) {
    return "(" + queries.subquery(context.query(), scope) + ")";
  }

  @Override
  public String visitExtract(ExtractContext context) {
    return SpecialFunctions.datePart(
        this, context.field.getStart(), context.field.getText(), visit(context.source));
  }

  @Override
  public String visitPositionIn(PositionInContext context) {
    return call("strpos", context.text, context.needle);
  }

  @Override
  public String visitSubstringFrom(SubstringFromContext context) {
    return context.length == null
        ? call("spark_substring", context.text, context.start)
        : call("spark_substring", context.text, context.start, context.length);
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
        ? function + "(" + visit(context.text) + ", ' ')"
        : call(function, context.text, context.characters);
  }

  @Override
  public String visitRowConstructor(RowConstructorContext context) {
    List<String> fields = new ArrayList<>();
    for (ExpressionContext value : context.expression()) {
      fields.add(Text.quoted("col" + (fields.size() + 1)) + " := " + visit(value));
    }
    return "struct_pack(" + String.join(", ", fields) + ")";
  }

  @Override
  public String visitParenthesizedExpression(ParenthesizedExpressionContext context) {
    String sql = visit(context.expression());
    return Precedence.standsForItself(sql) ? sql : "(" + sql + ")";
  }

  @Override
  public String visitFunctionCall(FunctionCallContext context) {
    return FunctionCalls.translate(this, context);
  }

  @Override
  public String visitLambda(LambdaContext context) {
    return lambda(context, Text.names(context.identifier()));
  }

  /**
   * @param values DuckDB text of each parameter in the body, such as {@code ("i" - 1)} for an index
   */
  String lambda(LambdaContext context, List<String> values) {
    List<String> names = Text.names(context.identifier());
    return "lambda "
        + names.stream().map(Text::quoted).collect(Collectors.joining(", "))
        + ": "
        + lambdaBody(context, values);
  }

  /** A lambda's body with DuckDB text for its parameters. */
  String lambdaBody(LambdaContext context, List<String> values) {
    List<String> names = Text.names(context.identifier());
    Scope inner = new Scope(Optional.of(scope));
    for (int i = 0; i < names.size(); i++) {
      String value = values.get(i);
      inner.addVariable(names.get(i), value.equals(names.get(i)) ? Text.quoted(value) : value);
    }
    return new ExpressionTranslator(queries, inner, replacement).translate(context.expression());
  }

  @Override
  public String visitStarArgument(StarArgumentContext context) {
    return problem(context, "Cannot use * here: only count(*) takes it");
  }

  @Override
  public String visitSubscript(SubscriptContext context) {
    if (Literals.text(context.index).isPresent()) {
      return operand(context.value) + "[" + visit(context.index) + "]";
    }
    return call(queries.settings().name("spark_subscript"), context.value, context.index);
  }

  @Override
  public String visitJsonPath(JsonPathContext context) {
    StringBuilder path = new StringBuilder("$");
    path.append(jsonStep(context.jsonStep().fieldName(), context.jsonStep().STRING()));
    for (JsonStep2Context step : context.jsonStep2()) {
      if (step.INTEGER() != null) {
        path.append('[').append(step.INTEGER().getText()).append(']');
      } else if (step.STAR() != null) {
        return problem(step, "Unsupported path: [*] of a JSON text; use from_json and a list");
      } else {
        path.append(jsonStep(step.fieldName(), step.STRING()));
      }
    }
    return "json_extract_string("
        + visit(context.base)
        + ", "
        + Text.literal(path.toString())
        + ")";
  }

  private static String jsonStep(FieldNameContext field, ParseTree string) {
    String name = field != null ? Text.name(field) : Text.value(string.getText());
    return ".\"" + name + "\"";
  }

  // ---- columns

  @Override
  public String visitColumn(ColumnContext context) {
    return column(context, List.of(Text.name(context.identifier())));
  }

  @Override
  public String visitDereference(DereferenceContext context) {
    Optional<List<String>> path = path(context);
    if (path.isPresent()) {
      return column(context, path.get());
    }
    return operand(context.base) + "." + Text.quoted(Text.name(context.field));
  }

  /** The names of {@code a.b.c}; empty where something else than a column is at its root. */
  static Optional<List<String>> path(ParserRuleContext context) {
    if (context instanceof ColumnContext column) {
      return Optional.of(List.of(Text.name(column.identifier())));
    }
    if (context instanceof DereferenceContext step) {
      return path(step.base)
          .map(
              parts -> {
                List<String> longer = new ArrayList<>(parts);
                longer.add(Text.name(step.field));
                return longer;
              });
    }
    return Optional.empty();
  }

  private String column(ParserRuleContext context, List<String> written) {
    Optional<String> variable = scope.variable(written.get(0));
    if (variable.isPresent()) {
      return fields(variable.get(), written.subList(1, written.size()));
    }
    List<String> parts = written;
    for (int skipped = 0; skipped + 1 < written.size(); skipped++) {
      Optional<Scope.Relation> relation = scope.relation(written.get(skipped));
      if (relation.isPresent()) {
        parts = written.subList(skipped, written.size());
        String column = parts.get(1);
        if (relation.get().columns().known() && !relation.get().columns().has(column)) {
          return unknownColumn(
              context, column, relation.get().columns().names().orElseThrow(), parts.get(0));
        }
        return fields(
            Text.quoted(relation.get().name().orElseThrow()), parts.subList(1, parts.size()));
      }
      if (!written.get(skipped).equalsIgnoreCase("live")) {
        break;
      }
    }
    if (SpecialFunctions.isNiladic(parts) && !scope.columnNames().contains(parts.get(0))) {
      return SpecialFunctions.niladic(parts.get(0));
    }
    if (!scope.mayHave(parts.get(0))) {
      return unknownColumn(context, parts.get(0), scope.columnNames(), "");
    }
    return fields(Text.quoted(parts.get(0)), parts.subList(1, parts.size()));
  }

  private String unknownColumn(
      ParserRuleContext context, String column, List<String> known, String relation) {
    return problem(
        context,
        "Unknown column "
            + column
            + (relation.isEmpty() ? "" : " of " + relation)
            + NearestName.hint(column, known));
  }

  private static String fields(String base, List<String> path) {
    StringBuilder sql = new StringBuilder(base);
    for (String field : path) {
      sql.append('.').append(Text.quoted(field));
    }
    return sql.toString();
  }
}
