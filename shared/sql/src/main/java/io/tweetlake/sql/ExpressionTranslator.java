package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ArithmeticContext;
import io.tweetlake.sql.grammar.PipelineParser.BitwiseContext;
import io.tweetlake.sql.grammar.PipelineParser.BooleanExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ColumnContext;
import io.tweetlake.sql.grammar.PipelineParser.ComparisonContext;
import io.tweetlake.sql.grammar.PipelineParser.DereferenceContext;
import io.tweetlake.sql.grammar.PipelineParser.IntervalContext;
import io.tweetlake.sql.grammar.PipelineParser.JsonPathContext;
import io.tweetlake.sql.grammar.PipelineParser.LambdaContext;
import io.tweetlake.sql.grammar.PipelineParser.LiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.LiteralPrimaryContext;
import io.tweetlake.sql.grammar.PipelineParser.NumberContext;
import io.tweetlake.sql.grammar.PipelineParser.PredicateContext;
import io.tweetlake.sql.grammar.PipelineParser.PrimaryContext;
import io.tweetlake.sql.grammar.PipelineParser.ShiftContext;
import io.tweetlake.sql.grammar.PipelineParser.SubscriptContext;
import io.tweetlake.sql.grammar.PipelineParser.UnaryContext;
import io.tweetlake.sql.grammar.PipelineParser.UnknownParameterContext;
import io.tweetlake.types.DataType;
import io.tweetlake.types.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * Writes a Spark SQL expression as DuckDB's, with Spark's meaning. Types of columns are mostly not
 * known here, so what depends on them is left to macros that ask at run time ({@link
 * DuckDbMacros}).
 */
final class ExpressionTranslator {
  /** Stands for what cannot be translated, so that other problems are found too. */
  static final String FAILED = "NULL";

  private final QueryTranslator queries;
  private final Scope scope;
  private final Function<ParserRuleContext, Optional<String>> replacement;
  private final TypeInference types;
  private final PredicateTranslator predicates = new PredicateTranslator(this);
  private final ArithmeticTranslator arithmetic = new ArithmeticTranslator(this);
  private final LiteralTranslator literals = new LiteralTranslator(this);
  private final ReferenceTranslator references = new ReferenceTranslator(this);
  private final FormTranslator forms = new FormTranslator(this);

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

  QueryTranslator queries() {
    return queries;
  }

  Scope scope() {
    return scope;
  }

  /** What kind of value an expression has, where that can be told. */
  Optional<TypeFamily> family(ParserRuleContext expression) {
    return types.of(expression);
  }

  /**
   * Takes note of an expression whose kind only the data tells: the update translates the query
   * again, with Spark's types and refusals. What asks for kinds at run time instead grows with each
   * operator around it.
   */
  void noteUnlessKnown(ParserRuleContext expression) {
    if (family(expression).isEmpty()) {
      queries.sources().dependsOnKinds();
    }
  }

  /** The structs, arrays and maps that an expression gives, where that can be told. */
  Optional<DataType> type(ParserRuleContext expression) {
    return new NestedTypes(scope).of(expression);
  }

  /** The type that an expression has in Spark, where that can be told. */
  Optional<DataType> exactType(ParserRuleContext expression) {
    return new ExactTypes(scope).of(expression);
  }

  /** The type that Spark makes values of which one is chosen, where that can be told. */
  Optional<DataType> exactType(List<? extends ParserRuleContext> values) {
    return new ExactTypes(scope).common(values);
  }

  /** An expression in DuckDB's words. */
  String translate(ParseTree tree) {
    return replacement.apply((ParserRuleContext) tree).orElseGet(() -> ofItsKind(tree));
  }

  private String ofItsKind(ParseTree tree) {
    if (tree instanceof BooleanExpressionContext
        || tree instanceof PredicateContext
        || tree instanceof ComparisonContext) {
      return tree.accept(predicates);
    }
    if (tree instanceof UnaryContext
        || tree instanceof ArithmeticContext
        || tree instanceof ShiftContext
        || tree instanceof BitwiseContext) {
      return tree.accept(arithmetic);
    }
    if (tree instanceof LiteralContext
        || tree instanceof NumberContext
        || tree instanceof IntervalContext
        || tree instanceof UnknownParameterContext) {
      return tree.accept(literals);
    }
    if (tree instanceof ColumnContext
        || tree instanceof DereferenceContext
        || tree instanceof SubscriptContext
        || tree instanceof JsonPathContext) {
      return tree.accept(references);
    }
    if (tree instanceof PrimaryContext && !(tree instanceof LiteralPrimaryContext)) {
      return tree.accept(forms);
    }
    // what is left only wraps another node
    return translate(tree.getChild(0));
  }

  /** The same for what must be true or false. */
  String condition(ParserRuleContext expression) {
    return predicates.condition(expression);
  }

  /** Refuses two sides that Spark does not compare. */
  void requireComparable(ParserRuleContext left, ParserRuleContext right) {
    noteUnlessKnown(left);
    noteUnlessKnown(right);
    predicates.requireComparable(left, right);
  }

  /** The expression's text, in parentheses unless it stands for itself. */
  String operand(ParserRuleContext context) {
    String sql = translate(context);
    return Precedence.standsForItself(sql) ? sql : "(" + sql + ")";
  }

  /** A value where a text is needed: what is known to be something else is written as one. */
  String text(ParserRuleContext context) {
    boolean written =
        family(context)
            .filter(
                family ->
                    family == TypeFamily.BINARY
                        || family == TypeFamily.BOOLEAN
                        || family == TypeFamily.NUMBER
                        || family == TypeFamily.TIME)
            .isPresent();
    return written ? "spark_string(" + translate(context) + ")" : translate(context);
  }

  /** A part of a text that is joined, as Spark writes it. */
  String part(ParserRuleContext context) {
    Optional<TypeFamily> family = family(context);
    if (Literals.isNull(context)) {
      return operand(context);
    }
    if (family.isEmpty() || family.get() == TypeFamily.INTERVAL) {
      return "spark_part(" + translate(context) + ")";
    }
    return switch (family.get()) {
      case BOOLEAN, NUMBER, TIME -> "spark_string(" + translate(context) + ")";
      case MAP, STRUCT ->
          problem(
              context,
              "Cannot join "
                  + family.get().phrase()
                  + " with a text: cast it to STRING, or use to_json");
      default -> operand(context);
    };
  }

  /**
   * A side of a comparison; as text where the other side is a text that is nothing else. A text
   * beside a number, time or boolean is read as one, and is an error where it cannot be, as Spark's
   * cast of it is.
   */
  String comparable(ParserRuleContext context, boolean texts, ParserRuleContext other) {
    Optional<String> struct = StructComparison.side(this, context, other);
    if (struct.isPresent()) {
      return struct.get();
    }
    if (isFloatBesideExact(context, other)) {
      return "CAST(" + translate(context) + " AS DOUBLE)";
    }
    if (!texts && Literals.spellsFraction(context)) {
      return call("spark_spelled", context, other);
    }
    if (texts && Literals.spellsTruth(context) && maybe(other, TypeFamily.BOOLEAN)) {
      return call("spark_word", context, other);
    }
    if (texts && Literals.spellsTruth(other) && maybe(context, TypeFamily.BOOLEAN)) {
      return call("spark_beside_word", context);
    }
    boolean isText = family(context).filter(TypeFamily.TEXT::equals).isPresent();
    if (texts) {
      if (isText || Literals.isNull(context)) {
        return Literals.isOnlyText(context) && isNeverSpelled(context, other)
            ? "NULL"
            : operand(context);
      }
      boolean unknown = family(context).isEmpty() && queries.sources().typesAreFound();
      return unknown
          ? call(queries.settings().name("spark_beside_text"), context)
          : isNeverSpelled(other, context)
              ? operand(context)
              : "CAST(" + translate(context) + " AS VARCHAR)";
    }
    if ((isText || family(context).isEmpty()) && isColumnBesideTime(context, other)) {
      return call(queries.settings().name("spark_beside_time"), context, other);
    }
    if (!mayBeReadAs(context, other)) {
      return operand(context);
    }
    return Literals.number(other).isEmpty()
        ? call(queries.settings().name("spark_compared"), context, other)
        : call(
            queries
                .settings()
                .name(Literals.isWhole(other) ? "spark_beside_whole" : "spark_beside_fraction"),
            context);
  }

  /**
   * Whether sides are compared as texts, since one is a text that spells no number, time or truth.
   * Numbers are; beside a time or a truth it is an error, as Spark's cast of it is.
   */
  boolean asTexts(List<? extends ParserRuleContext> sides) {
    List<? extends ParserRuleContext> texts = sides.stream().filter(Literals::isOnlyText).toList();
    for (ParserRuleContext text : texts) {
      for (ParserRuleContext other : sides) {
        noteUnlessKnown(other);
        if (queries.settings().ansi() && isNeverSpelled(text, other)) {
          problem(
              text,
              "Cannot compare "
                  + family(other).orElseThrow().phrase()
                  + " with "
                  + queries.source().written(text)
                  + ", which does not spell one");
          break;
        }
      }
    }
    return !texts.isEmpty();
  }

  /** DuckDB would make FLOATs of both, of which more are equal. */
  private boolean isFloatBesideExact(ParserRuleContext context, ParserRuleContext other) {
    return queries.settings().ansi()
        && exactType(context).filter(PrimitiveType.FLOAT::equals).isPresent()
        && exactType(other)
            .filter(type -> NumberTypes.isNumber(type) && !NumberTypes.isFloating(type))
            .isPresent();
  }

  /** Whether a text that is written out is none of a kind that it is compared with. */
  private boolean isNeverSpelled(ParserRuleContext text, ParserRuleContext other) {
    Optional<TypeFamily> family = family(other);
    return family.filter(TypeFamily.TIME::equals).isPresent()
        || (family.filter(TypeFamily.BOOLEAN::equals).isPresent() && !Literals.spellsTruth(text));
  }

  /** A value, which is read where it is a text beside something else. */
  String readBeside(ParserRuleContext context, ParserRuleContext other) {
    return mayBeReadAs(context, other)
        ? call(queries.settings().name("spark_compared"), context, other)
        : translate(context);
  }

  private boolean maybe(ParserRuleContext context, TypeFamily family) {
    return family(context).map(family::equals).orElse(true);
  }

  /** Whether a value may be a text beside something that is none, which is known when it runs. */
  private boolean mayBeReadAs(ParserRuleContext context, ParserRuleContext other) {
    boolean written =
        Stream.of(context, other)
            .anyMatch(side -> Literals.text(side).isPresent() || Literals.isNull(side));
    boolean bothTexts =
        family(context).isPresent() && family(other).filter(TypeFamily.TEXT::equals).isPresent();
    return !written && maybe(context, TypeFamily.TEXT) && !bothTexts;
  }

  /** DuckDB itself makes a time of a text that is written out. */
  private boolean isColumnBesideTime(ParserRuleContext context, ParserRuleContext other) {
    return family(other).filter(TypeFamily.TIME::equals).isPresent()
        && Literals.text(context).isEmpty()
        && !Literals.isNull(context);
  }

  String call(String function, ParserRuleContext... arguments) {
    List<String> values = new ArrayList<>();
    for (ParserRuleContext argument : arguments) {
      values.add(translate(argument));
    }
    return function + "(" + String.join(", ", values) + ")";
  }

  /**
   * @param values DuckDB text of each parameter in the body, such as {@code ("i" - 1)} for an index
   * @param types of the parameters, as far as they are known
   */
  String lambda(LambdaContext context, List<String> values, List<Optional<DataType>> types) {
    List<String> names = Text.names(context.identifier());
    return "lambda "
        + names.stream().map(Text::quoted).collect(Collectors.joining(", "))
        + ": "
        + lambdaBody(context, values, types);
  }

  /** A lambda's body with DuckDB text for its parameters. */
  String lambdaBody(LambdaContext context, List<String> values, List<Optional<DataType>> types) {
    List<String> names = Text.names(context.identifier());
    Scope inner = new Scope(Optional.of(scope));
    for (int i = 0; i < names.size(); i++) {
      String value = values.get(i);
      inner.addVariable(
          names.get(i),
          value.equals(names.get(i)) ? Text.quoted(value) : value,
          i < types.size() ? types.get(i) : Optional.empty());
    }
    return new ExpressionTranslator(queries, inner, replacement).translate(context.expression());
  }

  String problem(ParserRuleContext where, String message) {
    return problem(where.getStart(), message);
  }

  String problem(Token where, String message) {
    queries.problems().add(queries.source().position(where), message);
    return FAILED;
  }
}
