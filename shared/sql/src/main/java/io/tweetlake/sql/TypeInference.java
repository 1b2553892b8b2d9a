package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.AndExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.ArithmeticContext;
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
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.HexLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.NotExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.NumberContext;
import io.tweetlake.sql.grammar.PipelineParser.NumberLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.OrExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.OverlayContext;
import io.tweetlake.sql.grammar.PipelineParser.ParenthesizedExpressionContext;
import io.tweetlake.sql.grammar.PipelineParser.PredicatedContext;
import io.tweetlake.sql.grammar.PipelineParser.RowConstructorContext;
import io.tweetlake.sql.grammar.PipelineParser.StringLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.SubstringFromContext;
import io.tweetlake.sql.grammar.PipelineParser.TypedLiteralContext;
import io.tweetlake.sql.grammar.PipelineParser.UnaryContext;
import io.tweetlake.types.DataType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/** What can be told of an expression's type without data; nothing where that is uncertain. */
final class TypeInference {
  private final Scope scope;

  TypeInference(Scope scope) {
    this.scope = requireNonNull(scope, "scope is null");
  }

  Optional<TypeFamily> of(ParseTree tree) {
    if (IntervalKind.of(tree).isPresent()) {
      return Optional.of(TypeFamily.INTERVAL);
    }
    if (tree instanceof ParenthesizedExpressionContext parenthesized) {
      return of(parenthesized.expression());
    }
    if (tree instanceof StringLiteralContext) {
      return Optional.of(TypeFamily.TEXT);
    }
    if (tree instanceof NumberLiteralContext || tree instanceof NumberContext) {
      return Optional.of(TypeFamily.NUMBER);
    }
    if (tree instanceof HexLiteralContext) {
      return Optional.of(TypeFamily.BINARY);
    }
    if (tree instanceof SubstringFromContext substring) {
      return ofTextOrBytes(substring.text);
    }
    if (tree instanceof OverlayContext overlay) {
      return ofTextOrBytes(overlay.text);
    }
    if (tree instanceof TypedLiteralContext) {
      return Optional.of(TypeFamily.TIME);
    }
    if (tree instanceof RowConstructorContext) {
      return Optional.of(TypeFamily.STRUCT);
    }
    if (tree instanceof ArithmeticContext arithmetic) {
      return ofArithmetic(arithmetic);
    }
    if (tree instanceof UnaryContext unary) {
      return of(unary.valueExpression())
          .map(family -> family == TypeFamily.TEXT ? TypeFamily.NUMBER : family);
    }
    if (tree instanceof BitwiseContext) {
      return Optional.of(TypeFamily.NUMBER);
    }
    if (tree instanceof CastContext cast) {
      return ofType(cast.dataType());
    }
    if (tree instanceof CastOperatorContext cast) {
      return ofType(cast.dataType());
    }
    if (tree instanceof CaseExpressionContext choice) {
      List<ExpressionContext> values = new ArrayList<>(choice.then);
      Optional.ofNullable(choice.otherwise).ifPresent(values::add);
      return ofChoice(values);
    }
    if (tree instanceof FunctionCallContext call) {
      return ofCall(call);
    }
    if (tree instanceof ColumnContext || tree instanceof DereferenceContext) {
      return ofColumn((ParserRuleContext) tree);
    }
    if (isPredicate(tree)) {
      return Optional.of(TypeFamily.BOOLEAN);
    }
    return tree.getChildCount() == 1 && tree.getChild(0) instanceof ParserRuleContext
        ? of(tree.getChild(0))
        : Optional.empty();
  }

  private static boolean isPredicate(ParseTree tree) {
    return tree instanceof BooleanLiteralContext
        || tree instanceof ComparisonContext
        || tree instanceof NotExpressionContext
        || tree instanceof AndExpressionContext
        || tree instanceof OrExpressionContext
        || tree instanceof ExistsQueryContext
        || (tree instanceof PredicatedContext predicated && predicated.predicate() != null);
  }

  /** What one of several values is, where they agree; a text beside something else becomes that. */
  private Optional<TypeFamily> ofChoice(List<ExpressionContext> values) {
    Set<TypeFamily> families = EnumSet.noneOf(TypeFamily.class);
    for (ExpressionContext value : values) {
      if (!Literals.isNull(value)) {
        Optional<TypeFamily> family = of(value);
        if (family.isEmpty()) {
          return Optional.empty();
        }
        families.add(family.get());
      }
    }
    if (families.size() > 1) {
      families.remove(TypeFamily.TEXT);
    }
    return families.size() == 1 ? families.stream().findFirst() : Optional.empty();
  }

  private Optional<TypeFamily> ofArithmetic(ArithmeticContext arithmetic) {
    Optional<TypeFamily> left = of(arithmetic.left);
    Optional<TypeFamily> right = of(arithmetic.right);
    if (arithmetic.operator.getText().equals("||")) {
      return left.or(() -> right).map(TypeInference::joined);
    }
    if (List.of(left, right).contains(Optional.of(TypeFamily.INTERVAL))) {
      return ofInterval(arithmetic.operator.getText(), left, right);
    }
    if (arithmetic.operator.getText().equals("-")
        && left.filter(TypeFamily.TIME::equals).isPresent()
        && right.filter(TypeFamily.TIME::equals).isPresent()) {
      return Optional.of(TypeFamily.INTERVAL);
    }
    Set<TypeFamily> numeric = Set.of(TypeFamily.NUMBER, TypeFamily.TEXT);
    boolean numbers =
        left.filter(numeric::contains).isPresent() && right.filter(numeric::contains).isPresent();
    return numbers ? Optional.of(TypeFamily.NUMBER) : Optional.empty();
  }

  /** With an interval on one side: beside what is not known it may be a time as well. */
  private static Optional<TypeFamily> ofInterval(
      String operator, Optional<TypeFamily> left, Optional<TypeFamily> right) {
    Set<TypeFamily> sides = EnumSet.noneOf(TypeFamily.class);
    left.ifPresent(sides::add);
    right.ifPresent(sides::add);
    boolean known = left.isPresent() && right.isPresent();
    if (known && sides.contains(TypeFamily.TIME)) {
      return Optional.of(TypeFamily.TIME);
    }
    boolean shifts = Set.of("+", "-").contains(operator);
    sides.removeAll(Set.of(TypeFamily.INTERVAL, TypeFamily.NUMBER));
    return sides.isEmpty() && (known || !shifts)
        ? Optional.of(TypeFamily.INTERVAL)
        : Optional.empty();
  }

  private static TypeFamily joined(TypeFamily family) {
    return family == TypeFamily.ARRAY || family == TypeFamily.BINARY ? family : TypeFamily.TEXT;
  }

  private static Optional<TypeFamily> ofType(DataTypeContext type) {
    try {
      return Optional.of(TypeFamily.of(DataType.parse(type.getText())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<TypeFamily> ofCall(FunctionCallContext call) {
    String name = FunctionCalls.name(call);
    List<ExpressionContext> arguments = FunctionCalls.arguments(call, scope);
    if (name.equals("percentile") && arguments.size() == 2) {
      return of(arguments.get(1));
    }
    Optional<SparkFunction> function = Functions.find(name);
    if (function.isEmpty()) {
      return Optional.empty();
    }
    if (function.get().takes() == SparkFunction.Arguments.BYTES && !arguments.isEmpty()) {
      return ofTextOrBytes(arguments.get(0));
    }
    return switch (function.get().gives().rule()) {
      case BRANCHES -> arguments.size() == 3 ? ofChoice(arguments.subList(1, 3)) : Optional.empty();
      case COMMON -> function.get().gives().family().or(() -> ofChoice(arguments));
      default -> function.get().gives().family();
    };
  }

  private Optional<TypeFamily> ofTextOrBytes(ParseTree text) {
    boolean bytes = of(text).filter(TypeFamily.BINARY::equals).isPresent();
    return Optional.of(bytes ? TypeFamily.BINARY : TypeFamily.TEXT);
  }

  private Optional<TypeFamily> ofColumn(ParserRuleContext column) {
    Optional<List<String>> path = ReferenceTranslator.path(column);
    return path.flatMap(scope::family).or(() -> path.flatMap(scope::typeOf).map(TypeFamily::of));
  }
}
