package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineLexer;
import io.tweetlake.sql.grammar.PipelineParser;
import io.tweetlake.sql.grammar.PipelineParser.StatementContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** Cuts a text into statements and parses each, so that an error in one does not hide the next. */
final class StatementParser {
  private StatementParser() {}

  static List<ParsedStatement> parse(SourceText source, Problems problems) {
    List<ParsedStatement> statements = new ArrayList<>();
    for (List<Token> tokens : split(source)) {
      parse(tokens, source, problems)
          .ifPresent(tree -> statements.add(new ParsedStatement(tree, source)));
    }
    return statements;
  }

  /** Only the SET statements; errors in others are left to {@link #parse}. */
  static List<ParsedStatement> parseSettings(SourceText source) {
    List<ParsedStatement> settings = new ArrayList<>();
    for (List<Token> tokens : split(source)) {
      if (tokens.get(0).getType() == PipelineLexer.SET) {
        parse(tokens, source, new Problems())
            .ifPresent(tree -> settings.add(new ParsedStatement(tree, source)));
      }
    }
    return settings;
  }

  private static List<List<Token>> split(SourceText source) {
    PipelineLexer lexer = new PipelineLexer(CharStreams.fromString(source.text()));
    lexer.removeErrorListeners();
    List<List<Token>> statements = new ArrayList<>();
    List<Token> current = new ArrayList<>();
    for (Token token : lexer.getAllTokens()) {
      if (token.getType() != PipelineLexer.SEMICOLON) {
        current.add(token);
      } else if (!current.isEmpty()) {
        statements.add(current);
        current = new ArrayList<>();
      }
    }
    if (!current.isEmpty()) {
      statements.add(current);
    }
    return statements;
  }

  private static Optional<StatementContext> parse(
      List<Token> tokens, SourceText source, Problems problems) {
    PipelineParser parser = new PipelineParser(new CommonTokenStream(new ListTokenSource(tokens)));
    parser.removeErrorListeners();
    parser.addErrorListener(new SyntaxErrors(source, problems));
    try {
      return Optional.of(parser.singleStatement().statement());
    } catch (ParseCancellationException e) {
      return Optional.empty();
    }
  }
}
