package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineParser.ColumnContext;
import io.tweetlake.sql.grammar.PipelineParser.DereferenceContext;
import io.tweetlake.sql.grammar.PipelineParser.JsonElementContext;
import io.tweetlake.sql.grammar.PipelineParser.JsonFieldContext;
import io.tweetlake.sql.grammar.PipelineParser.JsonPathContext;
import io.tweetlake.sql.grammar.PipelineParser.SubscriptContext;
import io.tweetlake.sql.grammar.PipelineParserBaseVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/** Names of columns and what is reached from a value: fields, elements, paths into JSON. */
final class ReferenceTranslator extends PipelineParserBaseVisitor<String> {
  private final ExpressionTranslator expressions;

  ReferenceTranslator(ExpressionTranslator expressions) {
    this.expressions = requireNonNull(expressions, "expressions is null");
  }

  @Override
  public String visitSubscript(SubscriptContext context) {
    // of a text DuckDB gives a character
    ArgumentTypes.requireElements(expressions, context.value, "[...]");
    if (Literals.text(context.index).isPresent()) {
      return expressions.operand(context.value) + "[" + expressions.translate(context.index) + "]";
    }
    return expressions.call(
        expressions.queries().settings().name("spark_subscript"), context.value, context.index);
  }

  @Override
  public String visitJsonPath(JsonPathContext context) {
    StringBuilder path = new StringBuilder("$");
    for (ParseTree step : context.children) {
      if (step instanceof JsonFieldContext field) {
        path.append(
            jsonField(
                field.fieldName() != null
                    ? Text.name(field.fieldName())
                    : Text.value(field.STRING().getText())));
      } else if (step instanceof JsonElementContext element) {
        if (element.STAR() != null) {
          return expressions.problem(
              element, "Unsupported path: [*] of a JSON text; use from_json and a list");
        }
        path.append(
            element.STRING() != null
                ? jsonField(Text.value(element.STRING().getText()))
                : "[" + element.INTEGER().getText() + "]");
      }
    }
    return "json_extract_string("
        + expressions.translate(context.base)
        + ", "
        + Text.literal(path.toString())
        + ")";
  }

  private static String jsonField(String name) {
    return ".\"" + name + "\"";
  }

  @Override
  public String visitColumn(ColumnContext context) {
    String name = Text.name(context.identifier());
    return Grouping.id(expressions.scope(), name).orElseGet(() -> column(context, List.of(name)));
  }

  @Override
  public String visitDereference(DereferenceContext context) {
    Optional<List<String>> path = path(context);
    if (path.isPresent()) {
      return column(context, path.get());
    }
    return new FieldAccess(expressions, context)
        .translate(
            expressions.operand(context.base),
            expressions.type(context.base),
            List.of(Text.name(context.field)),
            expressions.queries().source().written(context.base));
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

  /** The names of {@code a.b.c}, where an expression is nothing else. */
  static Optional<List<String>> pathOf(ParserRuleContext expression) {
    ParserRuleContext tree = expression;
    while (path(tree).isEmpty()
        && tree.getChildCount() == 1
        && tree.getChild(0) instanceof ParserRuleContext child) {
      tree = child;
    }
    return path(tree);
  }

  private String column(ParserRuleContext context, List<String> written) {
    if (expressions.scope().variable(written.get(0)).isPresent()) {
      return fields(context, written);
    }
    if (written.size() > 1 && expressions.scope().isQualifier(written.get(0))) {
      return column(context, written.subList(1, written.size()));
    }
    List<String> parts = written;
    for (int skipped = 0; skipped + 1 < written.size(); skipped++) {
      Optional<Scope.Relation> relation = expressions.scope().relation(written.get(skipped));
      if (relation.isPresent()) {
        parts = written.subList(skipped, written.size());
        String column = parts.get(1);
        if (!relation.get().columns().mayHave(column)) {
          return unknownColumn(
              context, column, relation.get().columns().names(), List.of(relation.get()));
        }
        return fields(context, parts);
      }
      if (!written.get(skipped).equalsIgnoreCase("live")) {
        break;
      }
    }
    if (SpecialFunctions.isNiladic(parts)
        && !expressions.scope().columnNames().contains(parts.get(0))) {
      UnrepeatableCalls.check(expressions.queries(), context, Text.lower(parts.get(0)), 0);
      return SpecialFunctions.niladic(parts.get(0));
    }
    if (!expressions.scope().mayHave(parts.get(0))) {
      return unknownColumn(
          context,
          parts.get(0),
          expressions.scope().columnNames(),
          expressions.scope().relations().stream().filter(Scope.Relation::isFound).toList());
    }
    return fields(context, parts);
  }

  private String unknownColumn(
      ParserRuleContext context, String column, List<String> known, List<Scope.Relation> owners) {
    List<String> names = owners.stream().flatMap(owner -> owner.name().stream()).toList();
    return expressions.problem(
        context,
        "Unknown column "
            + column
            + (names.isEmpty() ? "" : " of " + String.join(" or ", names))
            + NearestName.hint(column, known)
            + (owners.stream().anyMatch(Scope.Relation::isFound) ? FieldAccess.NOT_FOUND_YET : ""));
  }

  private String fields(ParserRuleContext context, List<String> parts) {
    Scope.Reference reference = expressions.scope().resolve(parts);
    if (expressions.scope().mayBeAlias(parts.get(0))) {
      expressions.queries().sources().dependsOnTypes();
    }
    List<String> base = parts.subList(0, parts.size() - reference.fields().size());
    return new FieldAccess(expressions, context)
        .translate(reference.sql(), reference.type(), reference.fields(), String.join(".", base));
  }
}
