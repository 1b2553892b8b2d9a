package io.tweetlake.sql;

import io.tweetlake.sql.grammar.PipelineLexer;
import io.tweetlake.sql.grammar.PipelineParser;
import io.tweetlake.sql.grammar.PipelineParser.StatementContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** Cuts a text into statements and parses each, so that an error in one does not hide the next. */
final class StatementParser {
  private StatementParser() {}

  /**
   * @param unreadable is told the names of tables whose statements are in error
   */
  static List<ParsedStatement> parse(
      SourceText source, Problems problems, Consumer<String> unreadable) {
    List<ParsedStatement> statements = new ArrayList<>();
    for (List<Token> tokens : split(source)) {
      parse(tokens, source, problems)
          .ifPresentOrElse(
              tree -> statements.add(new ParsedStatement(tree, source)),
              () -> declaredNames(tokens).forEach(unreadable));
    }
    return statements;
  }

  /** The last part of each name after TABLE, VIEW or INTO. */
  private static List<String> declaredNames(List<Token> tokens) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      int type = tokens.get(i).getType();
      if (type == PipelineLexer.TABLE || type == PipelineLexer.VIEW || type == PipelineLexer.INTO) {
        int last = i + 1;
        while (last + 2 < tokens.size() && tokens.get(last + 1).getType() == PipelineLexer.DOT) {
          last += 2;
        }
        names.add(tokens.get(last).getText().replace("`", ""));
      }
    }
    return names;
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
      } else {
        statements.add(withoutSqlMagic(current));
        current = new ArrayList<>();
      }
    }
    statements.add(withoutSqlMagic(current));
    statements.removeIf(List::isEmpty);
    return statements;
  }

  /** A cell that was copied out of a notebook may begin with {@code %sql}. */
  private static List<Token> withoutSqlMagic(List<Token> statement) {
    boolean magic =
        statement.size() > 1
            && statement.get(0).getType() == PipelineLexer.PERCENT
            && statement.get(1).getText().equalsIgnoreCase("sql");
    return magic ? statement.subList(2, statement.size()) : statement;
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
