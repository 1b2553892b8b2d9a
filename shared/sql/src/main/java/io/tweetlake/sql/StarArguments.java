package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineLexer;
import io.tweetlake.sql.grammar.PipelineParser;
import io.tweetlake.sql.grammar.PipelineParser.FunctionArgumentContext;
import io.tweetlake.sql.grammar.PipelineParser.FunctionCallContext;
import io.tweetlake.sql.grammar.PipelineParser.StarArgumentContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * {@code *} among the arguments of a function, which stands for the columns that it would select.
 */
final class StarArguments {
  private StarArguments() {}

  /** Whether a call has one; of {@code count} it is the rows. */
  static boolean in(FunctionCallContext call) {
    return !FunctionCalls.name(call).equals("count")
        && call.functionArgument().stream().anyMatch(argument -> star(argument).isPresent());
  }

  /** The arguments with columns in its place; empty where these are not known. */
  static Optional<List<FunctionArgumentContext>> expand(FunctionCallContext call, Scope scope) {
    if (!in(call)) {
      return Optional.of(call.functionArgument());
    }
    List<FunctionArgumentContext> arguments = new ArrayList<>();
    for (FunctionArgumentContext argument : call.functionArgument()) {
      Optional<StarArgumentContext> star = star(argument);
      if (star.isEmpty()) {
        arguments.add(argument);
        continue;
      }
      Optional<List<FunctionArgumentContext>> columns = columns(star.get(), scope);
      if (columns.isEmpty()) {
        return Optional.empty();
      }
      arguments.addAll(columns.get());
    }
    return Optional.of(arguments);
  }

  private static Optional<StarArgumentContext> star(FunctionArgumentContext argument) {
    ParseTree tree = argument;
    while (!(tree instanceof StarArgumentContext) && tree.getChildCount() == 1) {
      tree = tree.getChild(0);
    }
    return tree instanceof StarArgumentContext star ? Optional.of(star) : Optional.empty();
  }

  private static Optional<List<FunctionArgumentContext>> columns(
      StarArgumentContext star, Scope scope) {
    List<Scope.Relation> relations =
        star.qualifier == null
            ? scope.relations()
            : Stream.of(Text.parts(star.qualifier))
                .flatMap(parts -> scope.relation(parts.get(parts.size() - 1)).stream())
                .toList();
    if (relations.isEmpty()
        || relations.stream().anyMatch(relation -> !relation.columns().known())) {
      return Optional.empty();
    }
    Set<String> excluded = new HashSet<>();
    Text.names(star.identifier()).forEach(name -> excluded.add(Text.lower(name)));
    Set<String> once = new HashSet<>();
    List<FunctionArgumentContext> columns = new ArrayList<>();
    for (Scope.Relation relation : relations) {
      for (String name : relation.columns().names()) {
        boolean merged = star.qualifier == null && scope.isMerged(name);
        if (!excluded.contains(Text.lower(name)) && (!merged || once.add(Text.lower(name)))) {
          columns.add(column(star, merged ? Optional.empty() : relation.name(), name));
        }
      }
    }
    return Optional.of(columns);
  }

  /** A column as if it were written where the star is, so that messages name that place. */
  private static FunctionArgumentContext column(
      StarArgumentContext star, Optional<String> relation, String name) {
    List<Token> tokens = new ArrayList<>();
    relation.ifPresent(
        qualifier -> {
          tokens.add(token(star.getStop(), PipelineLexer.QUOTED_IDENTIFIER, quoted(qualifier)));
          tokens.add(token(star.getStop(), PipelineLexer.DOT, "."));
        });
    tokens.add(token(star.getStop(), PipelineLexer.QUOTED_IDENTIFIER, quoted(name)));
    PipelineParser parser = new PipelineParser(new CommonTokenStream(new ListTokenSource(tokens)));
    return parser.functionArgument();
  }

  private static Token token(Token star, int type, String text) {
    CommonToken token = new CommonToken(star);
    token.setType(type);
    token.setText(text);
    return token;
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
