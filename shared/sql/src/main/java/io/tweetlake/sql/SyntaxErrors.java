package io.tweetlake.sql;

import static java.util.Objects.requireNonNull;

import io.tweetlake.sql.grammar.PipelineLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** Turns the first syntax error of a statement into a problem and stops there. */
final class SyntaxErrors extends BaseErrorListener {
  private static final int MAX_EXPECTED = 8;
  private static final int TOKENS_TO_BLAME = 3;

  /** What begins a clause, and is taken for another name of a column when it is misspelt. */
  private static final List<String> CLAUSES =
      List.of("FROM", "GROUP", "HAVING", "LIMIT", "ORDER", "STREAM", "UNION", "WHERE");

  private final SourceText source;
  private final Problems problems;

  SyntaxErrors(SourceText source, Problems problems) {
    this.source = requireNonNull(source, "source is null");
    this.problems = requireNonNull(problems, "problems is null");
  }

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      Object symbol,
      int line,
      int column,
      String message,
      RecognitionException cause) {
    Token token = meaningless((Parser) recognizer).orElse((Token) symbol);
    problems.add(source.position(token), describe((Parser) recognizer, token, cause));
    throw new ParseCancellationException(message);
  }

  /** A character without meaning, for which the parser may blame what stands before it. */
  private static Optional<Token> meaningless(Parser parser) {
    return IntStream.rangeClosed(1, TOKENS_TO_BLAME)
        .mapToObj(parser.getTokenStream()::LT)
        .filter(token -> token.getType() == PipelineLexer.OTHER)
        .findFirst();
  }

  private static String describe(Parser parser, Token token, RecognitionException cause) {
    if (token.getType() == PipelineLexer.OTHER) {
      return switch (token.getText()) {
        case "'", "\"" -> "Cannot read text: the quote " + token.getText() + " is not closed";
        case "`" -> "Cannot read name: the quote ` is not closed";
        case "{" ->
            "Cannot read statement: character '{' has no meaning here; a parameter is written"
                + " ${name} and has its value from SET name = value";
        default -> "Cannot read statement: character '" + token.getText() + "' has no meaning here";
      };
    }
    if (token.getType() == PipelineLexer.PARAMETER) {
      return unknownParameter(token.getText());
    }
    if (token.getType() == PipelineLexer.PERCENT && parser.getTokenStream().index() == 0) {
      return "Cannot read statement: a notebook's command such as %md or %python is no SQL; leave it"
          + " out";
    }
    List<String> expected =
        cause instanceof NoViableAltException
            ? List.of()
            : names(parser, parser.getExpectedTokens());
    String where =
        token.getType() == Token.EOF
            ? "Cannot read statement: it ends too early"
            : "Cannot read statement: '" + token.getText() + "' is not possible here";
    if (token.getType() == PipelineLexer.CREATE && token.getTokenIndex() > 0) {
      return where + ": is a semicolon missing before it?";
    }
    Token before = parser.getTokenStream().LT(-1);
    Optional<String> clause =
        before == null || before.getType() != PipelineLexer.IDENTIFIER
            ? Optional.empty()
            : NearestName.of(before.getText().toUpperCase(Locale.ROOT), CLAUSES);
    if (clause.isPresent() && token.getType() != PipelineLexer.IDENTIFIER) {
      return where + "; did you mean " + clause.get() + " by " + before.getText() + "?";
    }
    Optional<String> near = NearestName.of(token.getText().toUpperCase(Locale.ROOT), keywords());
    if (near.isPresent() && token.getType() == PipelineLexer.IDENTIFIER) {
      return where + "; did you mean " + near.get() + "?";
    }
    if (expected.isEmpty() || expected.size() > MAX_EXPECTED) {
      return where;
    }
    return where + "; expected " + String.join(" or ", expected);
  }

  static String unknownParameter(String placeholder) {
    return "Unknown parameter " + placeholder + ": give it a value with SET in any of the files";
  }

  private static List<String> names(Parser parser, IntervalSet types) {
    List<String> names = new ArrayList<>();
    for (int type : types.toList()) {
      String literal = parser.getVocabulary().getLiteralName(type);
      names.add(
          type == Token.EOF
              ? "the end"
              : literal == null
                  ? symbol(parser, type)
                  : Character.isLetter(literal.charAt(1)) ? literal.replace("'", "") : literal);
    }
    return names;
  }

  private static String symbol(Parser parser, int type) {
    return switch (type) {
      case PipelineLexer.STRING -> "a text in quotes";
      case PipelineLexer.IDENTIFIER, PipelineLexer.QUOTED_IDENTIFIER -> "a name";
      default -> parser.getVocabulary().getSymbolicName(type);
    };
  }

  private static List<String> keywords() {
    List<String> keywords = new ArrayList<>();
    for (int type = 1; type <= PipelineLexer.WITHIN; type++) {
      String literal = PipelineLexer.VOCABULARY.getLiteralName(type);
      if (literal != null) {
        keywords.add(literal.replace("'", ""));
      }
    }
    return keywords;
  }
}
